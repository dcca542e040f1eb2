// Writes crates/sales/data/cities.csv: the communes of 2,000 people and more whose name stands in one region only.
// Source: npm @etalab/decoupage-administratif 6.0.0 (MIT; data INSEE COG, Licence Ouverte).
//   npm install --no-save @etalab/decoupage-administratif@6.0.0 && node tools/geo/cities.mjs
import { readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";

const path = createRequire(process.cwd() + "/").resolve("@etalab/decoupage-administratif/data/communes.json");
const communes = JSON.parse(readFileSync(path, "utf8")).filter((c) => c.type === "commune-actuelle" && c.region);

const fold = (name) => name.normalize("NFD").replace(/\p{M}/gu, "").replace(/œ/g, "oe").toLowerCase().replace(/[^a-z0-9]+/g, " ").trim();
const regions = new Map();
for (const { nom, region } of communes) {
  const key = fold(nom);
  if (!regions.has(key)) regions.set(key, new Set());
  regions.get(key).add(region);
}
const lines = communes
  .filter((c) => c.population >= 2000 && regions.get(fold(c.nom)).size === 1)
  .map((c) => `${c.nom},${c.region}`);
writeFileSync("crates/sales/data/cities.csv", "name,region_code\n" + [...new Set(lines)].sort().join("\n") + "\n");
