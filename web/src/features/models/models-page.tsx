/** Which models are here, with licence, size, hash and source; and for administrators: packs and the space of search. */
import { useQuery } from "@tanstack/react-query";
import { messageOf } from "@/api/client";
import type { ModelCard } from "@/api/types";
import { Notice } from "@/components/notice";
import { Page } from "@/components/page";
import { Waiting } from "@/components/waiting";
import { formatBytes } from "@/lib/format-number";
import { AddPack } from "./add-pack";
import { modelsQuery } from "./models-data";
import { PackList } from "./pack-list";
import { SpaceList } from "./space-list";

export function ModelsPage() {
  const { data, error } = useQuery(modelsQuery);
  return (
    <Page title="Models" lead="They run on this machine. Whatever they guess is marked, with how sure they are.">
      {error && <Notice tone="bad">{messageOf(error)}</Notice>}
      {!data && !error && <Waiting words="Asking which models are here." />}
      {data && (
        <div className="space-y-12">
          {data.trouble && <Notice tone="warn">{data.trouble}</Notice>}
          <section>
            <h2 className="mb-1 text-title font-semibold">What search understands with</h2>
            <p className="mb-3 max-w-prose text-soft">
              Photos and searches become points in a space, and near points belong together. One space is searched at a
              time; the others wait beside it.
            </p>
            <SpaceList found={data} />
          </section>
          <section>
            <h2 className="mb-1 text-title font-semibold">Packs</h2>
            <p className="mb-3 max-w-prose text-soft">
              A CLIP pack understands whole sentences. It is a file of your own, or comes from a model hub. Its licence is
              its maker’s: read it before you use the pack.
            </p>
            <PackList found={data} />
            {data.may_change && <AddPack adding={data.adding} />}
          </section>
          <section>
            <h2 className="mb-3 text-title font-semibold">Built in</h2>
            <ul className="divide-y divide-line border-y border-line">
              {data.models.map((model) => (
                <Model key={model.id} model={model} />
              ))}
            </ul>
          </section>
        </div>
      )}
    </Page>
  );
}

const states: Record<ModelCard["state"], string> = {
  loaded: "In memory, at work",
  ready: "Installed; loaded when there is something to do",
  missing: "Not installed; run “photonest models install”",
  off: "Switched off",
};

function Model({ model }: { model: ModelCard }) {
  return (
    <li className="grid gap-x-6 py-3 tablet:grid-cols-[12rem_1fr]">
      <span className="font-medium">
        {model.id} <span className="text-meta font-normal text-soft">{model.version}</span>
      </span>
      <div className="min-w-0">
        <p>
          {model.task.replaceAll("_", " ")} · {formatBytes(model.size_bytes)} · {model.licence}
        </p>
        <p className="text-meta text-soft">
          {states[model.state]}. From {model.source}.
        </p>
        {model.sha256 && <Hash value={model.sha256} />}
        {model.notice && <p className="text-meta text-soft">{model.notice}</p>}
      </div>
    </li>
  );
}

export function Hash({ value }: { value: string }) {
  return <p className="font-mono text-small break-all text-soft">{value}</p>;
}
