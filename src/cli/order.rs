//! The words of a call as they were typed → the same words with the verb first, as `clap` wants them.
//!
//! `extract --grammars mine flat a.pdf` and `extract flat --grammars mine a.pdf` are one call. Whether the verb takes an option
//! that stood before it is not decided here: `clap` refuses it with the usage of the verb.

use std::ffi::OsString;

use clap::{Arg, Command};

/// Moves a verb before the options in front of it. A call without a verb stays as it is, and so does one in which a path comes first.
pub(crate) fn verb_first(words: impl IntoIterator<Item = OsString>, command: &Command) -> Vec<OsString> {
    let mut words: Vec<OsString> = words.into_iter().collect();
    let Some(at) = first_argument(&words, command) else { return words };
    if words[at] == "help" {
        // Help of a verb takes no options.
        words.drain(1..at);
    } else if command.get_subcommands().any(|verb| words[at] == verb.get_name()) {
        words[1..=at].rotate_right(1);
    }
    words
}

/// Where the first word stands that is neither an option nor the value of one. The first word of all is the program.
fn first_argument(words: &[OsString], command: &Command) -> Option<usize> {
    let mut at = 1;
    while let Some(word) = words.get(at) {
        let word = word.to_string_lossy();
        match word.strip_prefix('-') {
            // `--` ends the options: what follows are paths. `-` is one.
            Some("" | "-") => return None,
            Some(option) => at += if value_follows(option, command) { 2 } else { 1 },
            None => return Some(at),
        }
    }
    None
}

/// Whether the next word is the value of this one, given without its first dash: `-lang`, `-lang=en`, `qj`, `j4`.
fn value_follows(option: &str, command: &Command) -> bool {
    let takes_value = |arg: &Arg| arg.get_action().takes_values();
    if let Some(long) = option.strip_prefix('-') {
        return command.get_arguments().any(|arg| arg.get_long() == Some(long) && takes_value(arg));
    }
    let of = |short: char| command.get_arguments().find(|arg| arg.get_short() == Some(short));
    // In a cluster the first that takes a value takes the rest of the word, or the next one if there is no rest.
    let first = option.char_indices().find(|(_, short)| of(*short).is_some_and(takes_value));
    first.is_some_and(|(at, short)| at + short.len_utf8() == option.len())
}

#[cfg(test)]
mod tests {
    use clap::{CommandFactory, Parser};

    use super::super::args::Cli;
    use super::*;

    fn ordered(call: &str) -> String {
        let words = call.split(' ').map(OsString::from);
        let words = verb_first(words, &Cli::command());
        words.iter().map(|word| word.to_string_lossy()).collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn the_verb_comes_first() {
        let check = |call: &str, expect: &str| assert_eq!(ordered(call), expect);
        check("extract --lang en new-form x --from a", "extract new-form --lang en x --from a");
        check("extract --lang=en --redact flat a", "extract flat --lang=en --redact a");
        check("extract -qj 4 flat a", "extract flat -qj 4 a");
        check("extract -j4 flat a", "extract flat -j4 a");
        check("extract --grammars flat forms", "extract forms --grammars flat");
        check("extract --lang en help flat", "extract help flat");
        check("extract --unknown flat a", "extract flat --unknown a");
        for same in ["extract", "extract flat a", "extract a flat", "extract -q ./flat", "extract -- flat"] {
            check(same, same);
        }
        for same in ["extract - flat", "extract --out flat a", "extract -o flat"] {
            check(same, same);
        }
    }

    /// Whatever a verb shares with the main job is taken before it as after it, and says the same.
    #[test]
    fn every_option_of_every_verb_may_stand_before_it() {
        let mut tried = 0;
        let mut command = Cli::command();
        command.build();
        for verb in command.get_subcommands().filter(|verb| verb.get_name() != "help") {
            for option in verb.get_arguments().filter_map(Arg::get_long) {
                let Some(value) = VALUES.iter().find(|(name, _)| *name == option) else { continue };
                let option = format!("--{option}{}", value.1);
                let name = verb.get_name();
                let read = |call: String| {
                    Cli::try_parse_from(ordered(&call).split(' ')).map(|cli| format!("{cli:?}"))
                };
                let after = read(format!("extract {name} {option}{}", arguments(name)));
                let before = read(format!("extract {option} {name}{}", arguments(name)));
                assert!(after.is_ok(), "{name} {option}: {after:?}");
                assert_eq!(before.ok(), after.ok(), "{option} {name}");
                tried += 1;
            }
        }
        assert!(tried > 30, "{tried}");
    }

    /// The options that verbs share with the main job, each with a value.
    const VALUES: [(&str, &str); 7] = [
        ("lang", " zh"),
        ("grammars", " mine"),
        ("password", " 1"),
        ("redact", ""),
        ("time-limit", "=5"),
        ("limit", " pages=1"),
        ("out", " flat"),
    ];

    /// What else a verb needs.
    fn arguments(verb: &str) -> &'static str {
        match verb {
            "new-form" => " x --from a",
            "load" => " postgres://a",
            "completions" => " bash",
            "forms" | "checks" | "schema" | "man" | "report" => "",
            _ => " a",
        }
    }
}
