/** A sentence about a state, with its icon and colour. */
import { CircleAlert, CircleCheck, Info, TriangleAlert } from "lucide-react";
import type { ReactNode } from "react";
import { classNames } from "@/lib/class-names";
import { Icon } from "./icon";

const tones = {
  info: { icon: Info, colour: "text-soft" },
  ok: { icon: CircleCheck, colour: "text-ok" },
  warn: { icon: TriangleAlert, colour: "text-warn" },
  bad: { icon: CircleAlert, colour: "text-bad" },
};

interface NoticeProps {
  tone?: keyof typeof tones;
  role?: "status" | "alert";
  action?: ReactNode;
  children: ReactNode;
}

export function Notice({ tone = "info", role, action, children }: NoticeProps) {
  const { icon, colour } = tones[tone];
  return (
    <div role={role} className="flex items-start gap-3 rounded-control bg-sunken px-4 py-3">
      <span className={classNames("mt-px", colour)}>
        <Icon of={icon} />
      </span>
      <div className="min-w-0 flex-1 text-body">{children}</div>
      {action}
    </div>
  );
}
