// Reads the vectors of alipay.notify and runs them against a verifier: replace `verify` by yours. Node alone, no packages.
import { createVerify } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";

/** The implementation under test: the fields, or an error. */
function verify({ body, public_key, sign_type, content_type = "application/x-www-form-urlencoded" }) {
  const pairs = [...new URLSearchParams(body)], fields = new Map(pairs);
  if (!/^application\/x-www-form-urlencoded/i.test(content_type)) throw new Error("no form");
  if (fields.size !== pairs.length) throw new Error("a name stands twice");
  if (body.includes("%00")) throw new Error("a zero byte");
  const sign = fields.get("sign") ?? "", named = fields.get("sign_type") ?? sign_type;
  if (Buffer.from(sign, "base64").toString("base64") !== sign) throw new Error("no base64");
  if (named !== sign_type) throw new Error("another algorithm");
  const signed = pairs.filter(([name]) => name !== "sign" && name !== "sign_type");
  signed.sort(([a], [b]) => Buffer.compare(Buffer.from(a), Buffer.from(b)));
  const text = signed.map(([name, value]) => `${name}=${value}`).join("&");
  const verifier = createVerify(sign_type === "RSA" ? "RSA-SHA1" : "RSA-SHA256").update(text);
  if (!verifier.verify(public_key.text, sign, "base64")) throw new Error("forged");
  return fields;
}

let judged = 0, failed = 0;
for (const file of readdirSync(new URL("../alipay/", import.meta.url)).sort()) {
  const suite = JSON.parse(readFileSync(new URL(`../alipay/${file}`, import.meta.url), "utf8"));
  for (const group of suite.op === "alipay.notify" ? suite.groups : []) {
    for (const test of group.tests) {
      const given = { ...group.given, ...test.in }; // laid over, shallowly
      if (given.body === undefined || test.needs?.length) continue; // body_hex, body_repeat; features that this lacks
      let got = null;
      try { got = verify(given); } catch { /* this implementation's way of refusing */ }
      const as_expected = got && Object.entries(test.expect?.fields ?? {}).every(([name, value]) => got.get(name) === value);
      const right = got ? test.result !== "invalid" && as_expected : test.result !== "valid";
      judged += 1;
      if (!right) console.log(`${(failed += 1)}. ${test.id}: ${test.about}\n  ${got ? "accepted" : "refused"}`);
    }
  }
}
console.log(`${judged} vectors, ${failed} failed`);
process.exitCode = failed || !judged ? 1 : 0;
