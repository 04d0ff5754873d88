use std::collections::BTreeMap;
use yusuan::base::Notes;
fn main() {
    let grammars = yusuan::form::Grammars::embedded().unwrap();
    let (mut tried, mut caught) = (0u32, 0u32);
    let mut miss: BTreeMap<String, (u32, u32)> = BTreeMap::new();
    for path in std::env::args().skip(1) {
        let bytes = std::fs::read(&path).unwrap();
        let mut notes = Notes::default();
        let pdf = yusuan::pdf::open(&bytes, &Default::default()).unwrap();
        let mut sheets: Vec<_> = (1..=pdf.page_count())
            .map(|n| {
                let page = pdf.page(n, &mut notes);
                yusuan::layout::lay_out(&page, &mut notes)
            })
            .collect();
        yusuan::layout::join(&mut sheets);
        let flat = yusuan::flat::from_sheets(sheets, &mut notes);
        let mut doc = yusuan::grammar::read(&flat, &grammars, notes);
        let t0 = std::time::Instant::now();
        let base = yusuan::reconcile::check(&doc, &grammars)
            .iter()
            .filter(|c| c.verdict.name() == "mismatch")
            .count();
        println!("{path} base {base} {:?}", t0.elapsed());
        let mut seed = 12345u64;
        for ti in 0..doc.tables.len() {
            let has_total = doc.tables[ti].rows.iter().any(|r| r.role == yusuan::model::RowRole::Total);
            if doc.tables[ti].table_id.is_none() {
                continue;
            }
            for ri in 0..doc.tables[ti].rows.len() {
                for vi in 0..doc.tables[ti].rows[ri].values.len() {
                    seed = seed.wrapping_mul(6364136223846793005).wrapping_add(1442695040888963407);
                    if (seed >> 33) % 5 != 0 {
                        continue;
                    }
                    let v = doc.tables[ti].rows[ri].values[vi].clone();
                    if v.kind != yusuan::model::Kind::Amount {
                        continue;
                    }
                    let Some(n) = v.number else { continue };
                    let text = n.to_string();
                    let digits: Vec<usize> =
                        text.char_indices().filter(|(_, c)| c.is_ascii_digit()).map(|(i, _)| i).collect();
                    let at = digits[((seed >> 20) as usize) % digits.len()];
                    let mut b = text.into_bytes();
                    b[at] = b'0' + (b[at] - b'0' + 1 + ((seed >> 50) % 9) as u8) % 10;
                    let m: rust_decimal::Decimal = String::from_utf8(b).unwrap().parse().unwrap();
                    doc.tables[ti].rows[ri].values[vi].number = Some(m);
                    let found = yusuan::reconcile::check(&doc, &grammars)
                        .iter()
                        .filter(|c| c.verdict.name() == "mismatch")
                        .count()
                        > base;
                    doc.tables[ti].rows[ri].values[vi].number = Some(n);
                    let t = &doc.tables[ti];
                    let key = format!(
                        "{} {}",
                        t.table_id.clone().unwrap_or_default(),
                        if has_total { "total" } else { "no-total" }
                    );
                    let e = miss.entry(key).or_default();
                    e.0 += 1;
                    tried += 1;
                    if found {
                        caught += 1;
                        e.1 += 1
                    } else if std::env::var("SHOW").is_ok() {
                        println!(
                            "   missed {:?} t{} row {:?} {:?} {:?} col {:?} {} -> {}",
                            t.table_id,
                            t.no,
                            t.rows[ri].role,
                            t.rows[ri].code,
                            t.rows[ri].name,
                            t.columns[v.column],
                            n,
                            m
                        );
                    }
                }
            }
        }
    }
    println!("{caught}/{tried}");
    for (k, (n, c)) in miss {
        println!("{k}: {c}/{n}");
    }
}
