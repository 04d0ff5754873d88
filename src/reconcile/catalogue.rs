//! The catalogue for people: what each check does, why it matters, and where it may be wrong.

use std::fmt::Write as _;

use crate::form::CheckRule;

/// Checks as text, in the order in which they are given.
pub fn describe<'a>(rules: impl IntoIterator<Item = &'a CheckRule>) -> String {
    let (mut text, mut count) = (String::new(), 0);
    for rule in rules {
        count += 1;
        // Writing to a `String` cannot fail.
        let _ = write!(text, "\n{}", entry(rule));
    }
    format!("{count} checks\n{text}")
}

fn entry(rule: &CheckRule) -> String {
    let mut text = format!("{} · {} · {}\n", rule.id, rule.group, rule.severity.name());
    for (equation, _) in &rule.equations {
        let _ = writeln!(text, "    {equation}");
    }
    if let Some(partner) = rule.with {
        let _ = writeln!(text, "  with    {}", partner.name());
    }
    if !rule.tables.is_empty() {
        let _ = writeln!(text, "  on      {}", rule.tables.join(", "));
    }
    for (language, told) in [("zh", &rule.zh), ("en", &rule.en)] {
        for (word, line) in [("what", &told.what), ("why", &told.why), ("limits", &told.limits)] {
            let _ = writeln!(text, "  {language} {word:<7}{line}");
        }
    }
    let _ = writeln!(text, "  source  {}", rule.source.join(", "));
    text
}
