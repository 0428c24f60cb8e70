# What scripts/start and scripts/test share: the Python environment of the project, and its bundles. Read with `.`, from the root.

say() { printf '  %s…\n' "$1"; }
stop() { printf '%s\n' "$1" >&2; exit 1; }

# Quiet while all goes well; the whole output when a step fails.
quietly() {
  local log
  log="$(mktemp)"
  if "$@" >"$log" 2>&1; then rm -f "$log"; else
    cat "$log" >&2
    rm -f "$log"
    stop "Cette étape n'a pas marché : $*"
  fi
}

find_python() {
  local candidate
  for candidate in "${PYTHON:-python3}" python3.14 python3.13 python3.12 python3.11; do
    if command -v "$candidate" >/dev/null 2>&1 && "$candidate" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
      command -v "$candidate"
      return
    fi
  done
  stop "Écritoire a besoin de Python 3.11 ou plus ; cette machine a : $(python3 --version 2>&1 || echo 'pas de Python')."
}

make_venv() {
  local python
  python="$(find_python)" || exit 1
  [ -x .venv/bin/python ] && .venv/bin/python -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && return
  local free
  free="$(df -Pm . | awk 'NR == 2 { print $4 }')"
  [ "$free" -ge 2000 ] || stop "Le disque est plein : il reste $free Mo ici, il en faut 2000 pour installer Écritoire."
  rm -rf .venv
  say "Je prépare Python ($("$python" --version))"
  if ! "$python" -c 'import venv, ensurepip' 2>/dev/null; then
    [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1 ||
      stop "Il manque le module venv de Python. Avec les droits d'administration : apt-get install python3-venv"
    quietly apt-get install -y --no-install-recommends python3-venv
  fi
  quietly "$python" -m venv .venv
}

# Installs lock files, hashes checked, and remembers which: the second time costs nothing.
install_locks() {
  local stamp=".venv/.installed-$1" wanted
  wanted="$(cat "$@" | cksum)"
  [ -f "$stamp" ] && [ "$(cat "$stamp")" = "$wanted" ] && return
  say "J'installe ce qu'il faut ($(echo "$@" | tr ' ' ',')) : quelques minutes la première fois"
  if command -v uv >/dev/null 2>&1; then
    quietly uv pip install --python .venv/bin/python --require-hashes $(printf -- '-r %s ' "$@")
  else
    quietly .venv/bin/python -m pip install --disable-pip-version-check --require-hashes $(printf -- '-r %s ' "$@")
  fi
  printf '%s' "$wanted" >"$stamp"
}

install_project() {
  local stamp=.venv/.installed-project wanted
  wanted="$(cat pyproject.toml; pwd)"
  [ -f "$stamp" ] && [ "$(cat "$stamp")" = "$wanted" ] && return
  say "J'installe Écritoire"
  quietly .venv/bin/python -m pip install --disable-pip-version-check --no-deps --no-build-isolation --no-index -e .
  printf '%s' "$wanted" >"$stamp"
}

has_node() { .venv/bin/python -c 'from hub_config.node import find_node; find_node()' 2>/dev/null; }

prepare_environment() {
  make_venv
  install_locks "$@"
  install_project
  has_node || install_locks requirements-node.lock
}

build_bundles() {
  .venv/bin/python widgets/build.py --check && return
  say "Je construis les pages"
  quietly .venv/bin/python widgets/build.py
}
