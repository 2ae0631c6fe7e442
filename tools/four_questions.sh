#!/bin/sh
# Asks the founding case the questions that Stanchion is for, one after the other, and stops at the
# first that is not answered: ./tools/four_questions.sh [CASE]
set -eu
unset CDPATH
cd "$(dirname "$0")/.."
case=${1:-openai-2023}
ask() {
    printf '\n== %s\n\n' "$1"
    shift
    ./stanchion "$@"
}
ask "Who is paid?" pay "$case" --amount "200 bn"
ask "Who decides?" who "$case" remove_ceo
ask "Who prevails?" clash "$case" --runs 1000
ask "Which rule would have altered it?" clash levers "$case" --runs 500
ask "What could have been foreseen?" clash replay "$case" --runs 500
ask "May it ship?" ship "$case" next-model general
ask "Does it keep what it promises?" check "$case"
