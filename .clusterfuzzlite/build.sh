#!/bin/bash -eu
exec "$SRC/payspec/fuzz/oss-fuzz/build.sh"
