#!/bin/sh
# Makes the vendored files of the page: crates/web/assets/vendor and crates/web/assets/geo.
# Needs node 20 and npm; the results are committed, so building Comptoir needs neither.
#
# After a change of version in package.json, mend the imports that name it (shared/chart.js,
# shared/words.js and sql/editor.js); old files are removed here.
set -eu
cd "$(dirname "$0")"
assets=../../crates/web/assets
out=$assets/vendor

npm ci --no-audit --no-fund

version() { node -p "require('./node_modules/$1/package.json').version"; }
echarts=echarts-$(version echarts)
zrender=$(version zrender)
tslib=$(version tslib)
fluent=fluent-bundle-$(version @fluent/bundle)
codemirror=codemirror-$(version @codemirror/view)
codemirror_parts='@codemirror/autocomplete @codemirror/commands @codemirror/lang-sql @codemirror/language
  @codemirror/state @codemirror/view @lezer/common @lezer/highlight @lezer/lr @marijn/find-cluster-break
  style-mod w3c-keyname'

rm -rf "$out"
mkdir -p "$out" "$assets/geo"

bundle() { # entry, name, banner
  npx esbuild "$1" --bundle --minify --format=esm --target=es2022 --charset=utf8 \
    --define:process.env.NODE_ENV='"production"' --legal-comments=none \
    --banner:js="/*! $3 */" --outfile="$out/$2.js"
}
bundle echarts-entry.js "$echarts" \
  "Apache ECharts (Apache-2.0) with zrender $zrender (BSD-3-Clause) and tslib $tslib (0BSD); see $echarts.LICENSE"
bundle fluent-entry.js "$fluent" "@fluent/bundle (Apache-2.0); see $fluent.LICENSE"
bundle codemirror-entry.js "$codemirror" "CodeMirror 6 (MIT); see $codemirror.LICENSE"
cp echarts.d.ts "$out/$echarts.d.ts"
cp fluent.d.ts "$out/$fluent.d.ts"
cp codemirror.d.ts "$out/$codemirror.d.ts"

{
  cat node_modules/echarts/NOTICE node_modules/echarts/LICENSE
  printf '\n\n==== zrender %s ====\n\n' "$zrender"
  cat node_modules/zrender/LICENSE
  printf '\n\n==== tslib %s ====\n\n' "$tslib"
  cat node_modules/tslib/LICENSE.txt
} > "$out/$echarts.LICENSE"
{
  printf 'Project Fluent, @fluent/bundle. Copyright Mozilla Foundation and others.\n'
  printf 'Licensed under the Apache License, Version 2.0:\n\n'
  sed '/END OF TERMS AND CONDITIONS/q' node_modules/echarts/LICENSE
} > "$out/$fluent.LICENSE"
for part in $codemirror_parts; do
  printf '==== %s %s ====\n\n' "$part" "$(version "$part")"
  cat "node_modules/$part/LICENSE"
  printf '\n'
done > "$out/$codemirror.LICENSE"

node regions.mjs geo/regions-18.topo.json > "$assets/geo/regions-18.json"
