// Fills one template with docxtemplater as its documentation shows it, again and again in one warm
// process. In, a JSON line: {"count": n, "template": path, "data": path, "out": path}. Out, a JSON
// line: {"ms": milliseconds per document}; the last document is written to `out`.
"use strict";
const fs = require("fs");
const readline = require("readline");
const PizZip = require("pizzip");
const Docxtemplater = require("docxtemplater");

readline.createInterface({ input: process.stdin }).on("line", (line) => {
  const { count, template, data, out } = JSON.parse(line);
  const content = fs.readFileSync(template, "binary");
  const values = JSON.parse(fs.readFileSync(data, "utf8"));
  let bytes = null;
  const start = process.hrtime.bigint();
  for (let i = 0; i < count; i += 1) {
    const doc = new Docxtemplater(new PizZip(content), { paragraphLoop: true, linebreaks: true });
    doc.render(values);
    bytes = doc.getZip().generate({ type: "nodebuffer", compression: "DEFLATE" });
  }
  const ms = Number(process.hrtime.bigint() - start) / 1e6 / count;
  fs.writeFileSync(out, bytes);
  process.stdout.write(`${JSON.stringify({ ms })}\n`);
});
