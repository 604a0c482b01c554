#!/bin/bash -eu
# Builds every target for OSS-Fuzz and ClusterFuzzLite: binaries, options, dictionaries and seed corpora go to $OUT.
# PAYSPEC_FUZZ_SANITIZER=none builds on stable, which .ci/fuzz does to hold this script to its word.
cd "${PAYSPEC_DIR:-$SRC/payspec}"

sanitizer=${PAYSPEC_FUZZ_SANITIZER:-${SANITIZER:-address}}
# Coverage builds have flags of their own in RUSTFLAGS and want no sanitizer.
if [ "$sanitizer" = coverage ]; then sanitizer=none; fi
# shellcheck disable=SC2086  # several options, or none
cargo fuzz build ${PAYSPEC_FUZZ_BUILD--O --debug-assertions} -s "$sanitizer"

binaries=fuzz/target/$(rustc -vV | sed -n 's/^host: //p')/release
for target in $(cargo fuzz list); do
    cp "$binaries/$target" "$OUT/"
    cp "fuzz/options/$target.options" "$OUT/"
    folders=()
    for folder in "fuzz/seeds/$target" "fuzz/regressions/$target"; do
        if [ -d "$folder" ]; then folders+=("$folder"); fi
    done
    zip -q -j "$OUT/${target}_seed_corpus.zip" $(find "${folders[@]}" -type f)
done
cp fuzz/dictionaries/*.dict "$OUT/"
