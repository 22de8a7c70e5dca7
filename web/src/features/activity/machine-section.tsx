/** The state of the recognition service, and where the files are. */
import { CircleAlert, CircleCheck, Copy, LoaderCircle } from "lucide-react";
import type { ReactNode } from "react";
import type { Activity } from "@/api/types";
import { Icon } from "@/components/icon";
import { IconButton } from "@/components/icon-button";
import { tell } from "@/components/toast";
import { classNames } from "@/lib/class-names";
import { formatBytes } from "@/lib/format-number";

const services = {
  ready: { icon: CircleCheck, colour: "text-ok", words: "Ready" },
  starting: { icon: LoaderCircle, colour: "text-warn", words: "Starting" },
  unreachable: { icon: CircleAlert, colour: "text-bad", words: "Does not answer" },
};

export function MachineSection({ ai, storage }: Pick<Activity, "ai" | "storage">) {
  const service = services[ai.state];
  return (
    <section aria-labelledby="machine">
      <h2 id="machine" className="sr-only">
        This machine
      </h2>
      <dl className="divide-y divide-line border-y border-line">
        <Row name="Recognition service">
          <p className="flex items-center gap-2">
            <span className={service.colour}>
              <Icon of={service.icon} size={18} />
            </span>
            {service.words}
          </p>
          {ai.message && <p className="mt-1 text-meta text-soft">{ai.message}</p>}
        </Row>
        <Row name="Storage">
          <p className="counts">
            {formatBytes(storage.used_bytes)} used by your photos, {formatBytes(storage.free_bytes)} free
          </p>
          <SpaceBar used={storage.used_bytes} free={storage.free_bytes} />
        </Row>
        {storage.data_folder && (
          <Row name="Your files are in">
            <div className="-my-2.5 flex items-center gap-1">
              <code dir="ltr" className="min-w-0 text-meta break-all">
                {storage.data_folder}
              </code>
              <IconButton label="Copy the path" side="top" onClick={() => void copy(storage.data_folder)}>
                <Icon of={Copy} size={16} />
              </IconButton>
            </div>
          </Row>
        )}
      </dl>
    </section>
  );
}

function Row({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div className="grid gap-x-6 gap-y-1 py-4 tablet:grid-cols-[12rem_1fr]">
      <dt className="text-soft">{name}</dt>
      <dd className="min-w-0">{children}</dd>
    </div>
  );
}

function SpaceBar({ used, free }: { used: number; free: number }) {
  const share = used + free > 0 ? used / (used + free) : 0;
  return (
    <div aria-hidden="true" className="mt-2 h-1.5 max-w-96 overflow-hidden rounded-full bg-line">
      <div className={classNames("h-full min-w-1 rounded-full", share > 0.95 ? "bg-warn" : "bg-soft")} style={{ width: `${share * 100}%` }} />
    </div>
  );
}

async function copy(text: string): Promise<void> {
  try {
    await navigator.clipboard.writeText(text);
    tell({ text: "The path is copied" });
  } catch {
    tell({ text: "This browser does not allow copying here. Mark the path and copy it by hand.", tone: "bad" });
  }
}
