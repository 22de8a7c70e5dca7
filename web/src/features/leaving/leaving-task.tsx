/** One task of one service: what leaves in full, the switch, the daily limit, how far it is and why it waits. */
import { useState } from "react";
import type { LeavingTaskOut } from "@/api/types";
import { Button } from "@/components/button";
import { Dialog } from "@/components/dialog";
import { Notice } from "@/components/notice";
import { Switch } from "@/components/switch";
import { TextField } from "@/components/text-field";
import { formatMoment } from "@/lib/format-date";
import { countOf, formatBytes, formatCount } from "@/lib/format-number";
import { useLeavingActs } from "./leaving-data";

export function LeavingTask({ task }: { task: LeavingTaskOut }) {
  const [asking, setAsking] = useState(false);
  const { allow, forbid, forget } = useLeavingActs(task);
  const busy = allow.isPending || forbid.isPending;
  return (
    <li className="py-3">
      <Switch
        label={task.title}
        description={task.is_ready ? task.text : `Not set up. ${task.set_up}`}
        checked={task.is_allowed}
        disabled={busy || (!task.is_ready && !task.is_allowed)}
        onChange={(on) => (on ? setAsking(true) : forbid.mutate())}
      />
      {task.is_lapsed && (
        <Notice tone="warn">
          You said yes to other words than these: what is sent, or where, has changed. Nothing leaves until you switch it on
          again.
        </Notice>
      )}
      {task.paused_until && (
        <Notice tone="warn">
          {task.paused_words} It is left alone until {formatMoment(task.paused_until)}; everything found so far stands.
        </Notice>
      )}
      {(task.is_allowed || task.ever > 0) && <Counts task={task} />}
      {task.is_allowed && <Limit key={task.per_day} task={task} save={(perDay) => allow.mutate(perDay)} />}
      {!task.is_allowed && task.ever > 0 && task.task !== "read_query" && (
        <Button className="mt-2" onClick={() => forget.mutate()} disabled={forget.isPending}>
          Forget what came back
        </Button>
      )}
      <Ask task={task} open={asking} onClose={() => setAsking(false)} onYes={() => allow.mutate(task.per_day)} />
    </li>
  );
}

function Counts({ task }: { task: LeavingTaskOut }) {
  const what = task.task === "read_query" ? countOf(task.ever, "search", "searches") : countOf(task.ever, "time", "times");
  return (
    <p className="mt-1 text-meta text-soft">
      {task.ever === 0 ? "Nothing left so far." : `${what}, ${formatBytes(task.ever_bytes)} in all; ${formatCount(task.today)} today.`}
      {task.waiting > 0 && ` ${countOf(task.waiting, "photo has", "photos have")} not been asked about yet.`}
      {task.decided_at && task.is_allowed && ` You allowed this on ${formatMoment(task.decided_at)}.`}
    </p>
  );
}

function Limit({ task, save }: { task: LeavingTaskOut; save: (perDay: number) => void }) {
  const [text, setText] = useState(String(task.per_day));
  const value = Number(text);
  const isGood = Number.isInteger(value) && value >= 1 && value <= 100_000;
  const keep = () => {
    if (isGood && value !== task.per_day) save(value);
  };
  return (
    <TextField
      className="mt-3 max-w-64"
      label={task.task === "read_query" ? "At most so many searches a day" : "At most so many photos a day"}
      inputMode="numeric"
      value={text}
      error={isGood ? null : "A whole number from 1 to 100,000."}
      onChange={(event) => setText(event.target.value)}
      onBlur={keep}
      onKeyDown={(event) => event.key === "Enter" && keep()}
    />
  );
}

function Ask({ task, open, onClose, onYes }: { task: LeavingTaskOut; open: boolean; onClose: () => void; onYes: () => void }) {
  return (
    <Dialog
      open={open}
      onClose={onClose}
      title={task.is_local ? `Let ${task.host} do this?` : `Let this go to ${task.host}?`}
      description={task.text}
      actions={
        <>
          <Button onClick={onClose}>Keep it off</Button>
          <Button
            look="primary"
            onClick={() => {
              onClose();
              onYes();
            }}
          >
            {task.is_local ? "Switch it on" : "Let it leave"}
          </Button>
        </>
      }
    >
      <p className="mt-3 text-soft">
        {task.is_local
          ? "It runs on this machine. You can switch it off again at any time."
          : "What has left cannot be called back; what the service keeps is between you and it. You can switch this off again at any time."}
      </p>
    </Dialog>
  );
}
