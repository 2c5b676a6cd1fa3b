import assert from "node:assert/strict";
import { test } from "node:test";

import { isAddress, readAddresses } from "../../../dist/admin/data/addresses.js";
import {
  addressColumn,
  chunkKey,
  chunks,
  csvText,
  decodeFile,
  hasHeader,
  MAX_BYTES,
  readCells,
  roleOf,
  rowsOf,
  separatorOf,
} from "../../../dist/admin/data/csv.js";

const WORDS = { org_owner: "Owner", org_admin: "Administrator", org_user: "Member" };
const CHOICES = { header: true, address: 0, role: 1, everyone: "org_user" };

test("addresses are read in any form that people paste", () => {
  assert.deepEqual(readAddresses('ana@a.example, "Okafor, Ben" <ben@b.example>;\n cem@c.example\r\nANA@a.example'), {
    addresses: ["ana@a.example", "ben@b.example", "cem@c.example"],
    bad: [],
    twice: ["ANA@a.example"],
  });
  assert.deepEqual(readAddresses("ana, b@c, <>, d@e.example").bad, ["ana", "b@c", "<>"]);
  assert.deepEqual(readAddresses(" ,;\n").addresses, []);
});

test("a quotation mark that is never closed takes no other line with it", () => {
  assert.deepEqual(readAddresses('"Ana <ana@a.example>\nben@b.example').addresses, ["ana@a.example", "ben@b.example"]);
});

test("an address longer than 254 characters is none", () => {
  assert.equal(isAddress(`a@${"b".repeat(250)}.example`), false);
});

test("the separator is the one that the first line has most of", () => {
  assert.equal(separatorOf("a;b;c,d\n"), ";");
  assert.equal(separatorOf("a\tb"), "\t");
  assert.equal(separatorOf("ana@a.example"), ",");
});

test("a file has the faults that it has", async () => {
  assert.deepEqual(decodeFile(new Uint8Array(MAX_BYTES + 1)), { fault: "tooLarge" });
  assert.deepEqual(decodeFile(Uint8Array.of(0xff, 0xfe)), { fault: "unreadable" });
  assert.deepEqual(decodeFile(Uint8Array.of(0xef, 0xbb, 0xbf, 0x61)), { text: "a" });
  assert.deepEqual(await readCells("\n \n"), { fault: "empty" });
  assert.deepEqual(await readCells("a@b.example\n".repeat(5002)), { fault: "tooMany" });
});

test("quoted cells keep their separators and lines", async () => {
  const { cells } = await readCells('email,name\nana@a.example,"Ito, Ana"\n"ben@b.example","two\nlines"\n');
  assert.deepEqual(cells, [
    ["email", "name"],
    ["ana@a.example", "Ito, Ana"],
    ["ben@b.example", "two\nlines"],
  ]);
  assert.equal(hasHeader(cells), true);
  assert.equal(addressColumn(cells), 0);
  assert.equal(hasHeader(cells.slice(1)), false);
});

test("each row of a file has its verdict", () => {
  const cells = [
    ["email", "role"],
    ["ana@a.example", "Administrator"],
    ["not an address", ""],
    ["ANA@a.example", ""],
    ["ben@b.example", "emperor"],
    ["cem@c.example", "owner"],
  ];
  assert.deepEqual(
    rowsOf(cells, CHOICES, WORDS).map(({ fault, line, role }) => [line, role, fault?.code ?? null, fault?.of]),
    [
      [2, "org_admin", null, undefined],
      [3, "org_user", "not_address", undefined],
      [4, "org_user", "twice", 2],
      [5, "org_user", "unknown_role", undefined],
      [6, "org_owner", null, undefined],
    ],
  );
  assert.equal(roleOf("ORG_ADMIN", WORDS), "org_admin");
});

test("the same rows have the same key, and others another", async () => {
  const rows = [{ email: "ana@a.example", role: "org_user" }];
  assert.equal(await chunkKey("o", rows, "s"), await chunkKey("o", rows, "s"));
  assert.notEqual(await chunkKey("o", rows, "s"), await chunkKey("o", [{ ...rows[0], role: "org_admin" }], "s"));
  assert.notEqual(await chunkKey("o", rows, "s"), await chunkKey("o", rows, "s preview"));
  assert.deepEqual(
    chunks(Array.from({ length: 401 }, (_, n) => n)).map(({ length }) => length),
    [200, 200, 1],
  );
});

test("no cell of a result is a formula", () => {
  assert.equal(
    csvText([["=cmd|' /C calc'!A0", "+1", "a,b", 'say "x"', "ok"]]),
    `'=cmd|' /C calc'!A0,'+1,"a,b","say ""x""",ok\r\n`,
  );
});
