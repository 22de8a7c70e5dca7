/** Where the files are, what leaves this machine, which models guess, and what does not work. */
import { messageOf } from "@/api/client";
import type { About, ModelCard } from "@/api/types";
import { Notice } from "@/components/notice";
import { Waiting } from "@/components/waiting";
import { countOf, formatBytes } from "@/lib/format-number";
import { FactLine, Section } from "./section";

export function AboutSection({ about, error }: { about: About | undefined; error: Error | null }) {
  if (!about) {
    return (
      <Section title="This PhotoNest">
        {error ? <Notice tone="bad">{messageOf(error)}</Notice> : <Waiting words="Asking the server about itself." />}
      </Section>
    );
  }
  return (
    <>
      <Section title="Where are my files?">
        <dl className="border-b border-line">
          <FactLine name="Folder">
            <code className="rounded-small bg-sunken px-1.5 py-0.5 text-meta">{about.data_folder}</code>
            <p className="mt-1 text-meta text-soft">Originals lie there byte for byte as they came.</p>
          </FactLine>
          <FactLine name="Photos and videos">
            {countOf(about.counts.photos, "photo", "photos")}, {countOf(about.counts.videos, "video", "videos")}
          </FactLine>
          <FactLine name="Space">
            {formatBytes(about.storage.used_bytes)} used, {formatBytes(about.storage.free_bytes)} free on the disk
          </FactLine>
        </dl>
      </Section>
      <Section title="What leaves this machine?">
        {about.hosts.length === 0 ? (
          <p>Nothing. No photo, no face, no search word, no statistics.</p>
        ) : (
          <dl className="border-b border-line">
            {about.hosts.map((host) => (
              <FactLine key={host.host} name={host.host}>
                {host.what_is_sent} <span className="text-soft">({host.when})</span>
              </FactLine>
            ))}
          </dl>
        )}
      </Section>
      <Section title="Models that guess">
        <dl className="border-b border-line">
          {about.models.map((model) => (
            <FactLine key={model.id} name={model.id}>
              {modelLine(model)}
              <p className="text-meta text-soft">{modelStates[model.state]}</p>
              {model.notice && <p className="text-meta text-soft">{model.notice}</p>}
            </FactLine>
          ))}
        </dl>
        <p className="mt-2 text-meta text-soft">They run here. Whatever they guess is marked, with how sure they are.</p>
      </Section>
      {about.limits.length > 0 && (
        <Section title="What does not work">
          <ul className="list-disc space-y-1.5 ps-5">
            {about.limits.map((limit) => (
              <li key={limit}>{limit}</li>
            ))}
          </ul>
        </Section>
      )}
      <p className="text-meta text-soft">
        PhotoNest {about.version}, free software under {about.licence}.
      </p>
    </>
  );
}

const modelStates: Record<ModelCard["state"], string> = {
  loaded: "In memory, at work",
  ready: "Installed; loaded when there is something to do",
  missing: "Not installed; run “photonest models install”",
  off: "Switched off",
};

const modelLine = (model: ModelCard): string =>
  [model.task.replaceAll("_", " "), `licence ${model.licence}`, formatBytes(model.size_bytes)].join(" · ");
