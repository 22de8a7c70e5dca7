/** "Is this the same person?", one after the other: y, n or s a question, z takes the last answer back. */
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { Check, CircleHelp, SkipForward, Undo2, X } from "lucide-react";
import { useEffect, useRef, useState } from "react";
import { messageOf } from "@/api/client";
import { answerQuestion, peopleChanged, questionsQuery } from "@/api/people";
import { undoAction } from "@/api/timeline";
import { useUser } from "@/api/session";
import type { PeopleQuestion } from "@/api/types";
import { Button, buttonClass } from "@/components/button";
import { EmptyPlace } from "@/components/empty-place";
import { ErrorPlace } from "@/components/error-boundary";
import { Icon } from "@/components/icon";
import { Page } from "@/components/page";
import { tell } from "@/components/toast";
import { Waiting } from "@/components/waiting";
import { useActions } from "@/lib/actions";
import { countOf } from "@/lib/format-number";
import { isTyping, shortcutsEnabled } from "@/lib/shortcut-keys";
import { FacePicture } from "./face-picture";
import { PeopleOff } from "./people-off";
import { type Reply, replyOf, stillOpen, useful } from "./question-queue";

export function QuestionsPage() {
  return useUser().faces_enabled ? <Questions /> : <PeopleOff />;
}

function Questions() {
  const asked = useQuery(questionsQuery);
  if (asked.error && !asked.data) return <ErrorPlace sentence={messageOf(asked.error)} onRetry={() => void asked.refetch()} />;
  if (!asked.data || asked.isFetching) {
    return (
      <Page title="Is this the same person?">
        <Waiting words="Still comparing faces." />
      </Page>
    );
  }
  return <Queue key={asked.dataUpdatedAt} questions={asked.data.questions} total={asked.data.total} onMore={() => void asked.refetch()} />;
}

interface QueueProps {
  questions: PeopleQuestion[];
  total: number;
  onMore: () => void;
}

function Queue({ questions, total, onMore }: QueueProps) {
  const client = useQueryClient();
  const [replies, setReplies] = useState<Reply[]>([]);
  const open = stillOpen(questions, replies);
  const question = open[0];
  const last = replies.at(-1);
  // Answers are sent one after the other, in the order in which they were given; the next question does not wait.
  const line = useRef<Promise<void>>(Promise.resolve());
  const reply = (kind: Reply["kind"]) => {
    if (!question) return;
    const given: Reply = { question, kind, undo: null };
    setReplies((before) => [...before, given]);
    if (kind === "skip") return;
    line.current = line.current.then(async () => {
      try {
        const said = await answerQuestion(replyOf(question, kind === "yes"));
        given.undo = said.undo;
        await peopleChanged(client);
      } catch (error) {
        setReplies((before) => before.filter((one) => one !== given));
        tell({ text: messageOf(error), tone: "bad" });
      }
    });
  };
  const back = () => {
    if (!last) return;
    setReplies((before) => before.filter((one) => one !== last));
    line.current = line.current.then(async () => {
      if (!last.undo) return;
      try {
        await undoAction(last.undo);
        await peopleChanged(client);
      } catch (error) {
        tell({ text: messageOf(error), tone: "bad" });
      }
    });
  };
  const keys = useRef<Record<string, () => void>>({});
  useEffect(() => {
    keys.current = { y: () => reply("yes"), n: () => reply("no"), s: () => reply("skip"), z: back };
  });
  useActions("page", () => [
    ...(question
      ? [
          { title: "Yes, the same person", keys: "y", group: "This question", run: () => reply("yes") },
          { title: "No, two people", keys: "n", group: "This question", words: "different", run: () => reply("no") },
          { title: "Not sure, skip it", keys: "s", group: "This question", run: () => reply("skip") },
        ]
      : []),
    ...(last ? [{ title: "Take the last answer back", keys: "z", group: "Questions", words: "undo", run: back }] : []),
  ]);
  useEffect(() => {
    const listen = (event: KeyboardEvent) => {
      if (event.defaultPrevented || event.repeat || event.altKey || isTyping(event)) return;
      const isUndo = (event.ctrlKey || event.metaKey) && event.key === "z";
      if (!isUndo && (event.ctrlKey || event.metaKey || !shortcutsEnabled())) return;
      const handle = keys.current[event.key];
      if (!handle) return;
      event.preventDefault();
      handle();
    };
    window.addEventListener("keydown", listen);
    return () => window.removeEventListener("keydown", listen);
  }, []);
  const done = useful(replies);
  const lead = (
    <span className="counts">
      {question ? countOf(Math.max(open.length, total - replies.length), "question", "questions") : "No question"} left
      {done > 0 && ` · ${countOf(done, "answer", "answers")} given`}
    </span>
  );
  return (
    <Page
      title="Is this the same person?"
      lead={lead}
      actions={
        (question || last) && (
          <Button icon={<Icon of={Undo2} size={18} />} onClick={back} disabled={!last}>
            Take back <Key>z</Key>
          </Button>
        )
      }
    >
      {question ? (
        <Asked question={question} onReply={reply} />
      ) : (
        <EmptyPlace
          icon={CircleHelp}
          title={replies.length > 0 ? "All answered for now" : "Nothing to ask"}
          action={
            <>
              {replies.length > 0 && <Button onClick={() => void line.current.then(onMore)}>Look for more</Button>}
              <Link to={"/people" as never} className={buttonClass("primary")}>
                To the people
              </Link>
            </>
          }
        >
          {replies.length > 0
            ? "Your answers are kept for ever, and may bring new questions."
            : "Questions come when two faces are alike, but not alike enough to be sure."}
        </EmptyPlace>
      )}
    </Page>
  );
}

function Asked({ question, onReply }: { question: PeopleQuestion; onReply: (kind: Reply["kind"]) => void }) {
  const name = question.person.name || question.other?.name;
  return (
    <div>
      <div className="grid grid-cols-2 gap-3 tablet:gap-8">
        <Side
          title={question.person.name || "Somebody without a name"}
          note={countOf(question.person.photos, "photo", "photos")}
          faces={question.person_faces}
        />
        {question.face ? (
          <Side title="This face" faces={[question.face.url]} />
        ) : (
          <Side
            title={question.other?.name || "Somebody without a name"}
            note={countOf(question.other?.photos ?? 0, "photo", "photos")}
            faces={question.other_faces}
          />
        )}
      </div>
      <p role="status" className="mt-6 text-center text-title font-semibold text-balance">
        {question.face && name ? `Is this ${name}?` : name ? `Are both ${name}?` : "Are both the same person?"}
      </p>
      <div className="mx-auto mt-4 grid max-w-xl grid-cols-3 gap-2">
        <Button icon={<Icon of={X} size={18} />} onClick={() => onReply("no")} className="min-h-13">
          No <Key>n</Key>
        </Button>
        <Button icon={<Icon of={SkipForward} size={18} />} look="plain" onClick={() => onReply("skip")} className="min-h-13">
          Skip <Key>s</Key>
        </Button>
        <Button icon={<Icon of={Check} size={18} />} look="primary" onClick={() => onReply("yes")} className="min-h-13">
          Yes <Key>y</Key>
        </Button>
      </div>
      <p className="mt-6 text-center text-meta text-soft">Children, siblings and poor light are mistaken more often.</p>
    </div>
  );
}

function Side({ title, note, faces }: { title: string; note?: string; faces: string[] }) {
  const [first, ...rest] = faces;
  return (
    <figure className="min-w-0">
      <FacePicture src={first ?? null} round={false} className="aspect-square max-h-[44dvh] w-full" />
      {rest.length > 0 && (
        <div className="mt-2 grid grid-cols-3 gap-2">
          {rest.slice(0, 3).map((face) => (
            <FacePicture key={face} src={face} round={false} className="aspect-square w-full" />
          ))}
        </div>
      )}
      <figcaption className="mt-2 text-center">
        <span dir="auto" className="block font-medium break-words">
          {title}
        </span>
        {note && <span className="counts text-meta text-soft">{note}</span>}
      </figcaption>
    </figure>
  );
}

function Key({ children }: { children: string }) {
  return (
    <kbd aria-hidden="true" className="hidden rounded-small border border-current/30 px-1.5 font-sans text-small opacity-70 pointer-fine:inline">
      {children}
    </kbd>
  );
}
