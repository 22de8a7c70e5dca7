import { expect, test } from "vitest";
import type { PeopleQuestion, Person } from "@/api/types";
import { type Reply, replyOf, stillOpen, useful } from "./question-queue";

const person = (id: string) => ({ id, name: id, photos: 1 }) as Person;
const about = (one: string, other: string): PeopleQuestion =>
  ({ kind: "people", person: person(one), other: person(other), face: null }) as PeopleQuestion;
const face = (one: string, id: string): PeopleQuestion =>
  ({ kind: "face", person: person(one), other: null, face: { id, asset_id: "a", url: "" } }) as PeopleQuestion;
const reply = (question: PeopleQuestion, kind: Reply["kind"]): Reply => ({ question, kind, undo: null });

const ab = about("anna", "b");
const bc = about("b", "c");
const ac = about("anna", "c");
const af = face("anna", "f");
const all = [ab, bc, ac, af];

test("after a yes nobody is asked about whom it merged away", () => {
  expect(stillOpen(all, [reply(ab, "yes")])).toEqual([ac, af]);
  expect(stillOpen(all, [reply(ab, "no")])).toEqual([bc, ac, af]);
});

test("a skipped question does not come again and counts for nothing", () => {
  const replies = [reply(ab, "skip"), reply(af, "yes")];
  expect(stillOpen(all, replies)).toEqual([bc, ac]);
  expect(useful(replies)).toBe(1);
});

test("an answer names the face or the other person", () => {
  expect(replyOf(af, false)).toEqual({ person_id: "anna", face_id: "f", is_same: false });
  expect(replyOf(ab, true)).toEqual({ person_id: "anna", other_id: "b", is_same: true });
});
