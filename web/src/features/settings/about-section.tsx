/** Where the files are, what leaves this machine, which models guess, and what does not work. */
import { Link } from "@tanstack/react-router";
import { ChevronRight } from "lucide-react";
import { messageOf } from "@/api/client";
import type { About } from "@/api/types";
import { buttonClass } from "@/components/button";
import { Icon } from "@/components/icon";
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
        <MoreAbout to="/leaves" words="Services outside" />
      </Section>
      <Section title="Models that guess">
        <p>They run here. Whatever they guess is marked, with how sure they are.</p>
        <MoreAbout to="/models" words="Models and licences" />
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

function MoreAbout({ to, words }: { to: "/leaves" | "/models"; words: string }) {
  return (
    <Link to={to} className={buttonClass("quiet", "mt-3")}>
      {words}
      <Icon of={ChevronRight} size={18} />
    </Link>
  );
}
