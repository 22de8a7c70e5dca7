import { expect, test } from "vitest";
import type { Person } from "@/api/types";
import { findPeople } from "./find-people";

const person = (name: string, photos = 1, nicknames: string[] = []): Person => ({
  id: name,
  name,
  nicknames,
  photos,
  faces: photos,
  birth_date: null,
  is_self: false,
  is_hidden: false,
  cover: null,
  name_in_files: "",
});
const people = [person("Anna Berg", 3), person("Hanna", 9), person("Zoë", 5, ["Annie"]), person("Tom", 2), person("", 50)];
const names = (text: string) => findPeople(people, text).map((found) => found.name);

test("names that begin so come before words inside and parts of words", () => {
  expect(names("ann")).toEqual(["Zoë", "Anna Berg", "Hanna"]);
  expect(names("berg")).toEqual(["Anna Berg"]);
});

test("accents and case do not matter, and nicknames count", () => {
  expect(names("zoe")).toEqual(["Zoë"]);
  expect(names("ANNIE")).toEqual(["Zoë"]);
});

test("without a text everybody with a name is offered, most photos first", () => {
  expect(names(" ")).toEqual(["Hanna", "Zoë", "Anna Berg", "Tom"]);
});
