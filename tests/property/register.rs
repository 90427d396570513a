//! Laws of registers: no item is lost, and the order of items and files means nothing.

use countersign::model::Model;
use countersign::policy::{self, Compiled};
use countersign::register::{Name, Register, View, calendar};
use countersign::render::register as forms;
use countersign::source::Sources;
use countersign::syntax;
use countersign::time::Instant;

use crate::support::{examples, read, root};

use super::dice::law;

/// The files of the world of the registers.
fn files() -> Vec<String> {
    let page = read(&root().join("tests/worlds/registers.md")).expect("the page of the world");
    let blocks = page.split("```countersign").skip(1).map(|rest| {
        let text = rest.split_once('\n').map_or("", |(_, text)| text);
        examples::with_keys(text.split("```").next().unwrap_or_default())
    });
    blocks.collect()
}

/// Splits a file into its items.
fn items(text: &str) -> Vec<String> {
    let mut sources = Sources::default();
    let file = sources.add("p.countersign", text);
    let (tree, found) = syntax::parse(&sources, file);
    assert!(found.is_empty(), "{found:?}");
    let items = tree.items().filter(|item| !["edition", "use"].contains(&item.word()));
    items.map(|item| text[item.at().span.range()].to_owned()).collect()
}

fn compiled(files: &[String]) -> (Sources, Compiled) {
    let mut sources = Sources::default();
    for (number, text) in files.iter().enumerate() {
        sources.add(format!("{number}.countersign"), text.as_str());
    }
    let compiled = policy::compile(&sources);
    assert!(compiled.policy.is_some(), "{:?}", compiled.diagnostics);
    (sources, compiled)
}

/// Looks at a policy on a day.
fn with_view<T>(files: &[String], look: impl Fn(&View<'_>) -> T) -> T {
    let (sources, compiled) = compiled(files);
    let policy = compiled.policy.as_ref().expect("it compiles");
    let at = Instant::parse_flag("2026-09-01").expect("a day");
    look(&View::new(&sources, &compiled.model, policy, at, None, None))
}

/// Every register in every form that has no places in it.
fn shown(view: &View<'_>) -> String {
    let each = Name::ALL.iter().map(|name| {
        let register = Register::new(*name, view);
        format!("{}\n{}\n{}\n", forms::csv(&register), forms::markdown(&register), forms::html(&register))
    });
    let days = forms::icalendar(&calendar::occasions(view), "o", view.at);
    each.collect::<String>() + &days
}

/// Items in another order, over other files, give the same bytes.
pub fn the_order_of_items_means_nothing() {
    let whole = files();
    let expected = with_view(&whole, shown);
    let items: Vec<String> = whole.iter().flat_map(|text| items(text)).collect();
    law(12, |dice, _| {
        let mut shuffled = items.clone();
        dice.shuffle(&mut shuffled);
        let parts = 1 + dice.below(3);
        let head = "edition 2026\nuse std.iso42001\nuse std.voice\n";
        let files: Vec<String> = shuffled
            .chunks(shuffled.len().div_ceil(parts))
            .map(|part| format!("{head}{}\n", part.join("\n")))
            .collect();
        same(&with_view(&files, shown), &expected);
    });
}

fn same(one: &str, other: &str) {
    let differs = one.lines().zip(other.lines()).find(|(a, b)| a != b);
    assert!(one == other, "{differs:?}");
}

/// Every item of a kind has its rows, and no row is of nothing.
pub fn no_row_is_lost() {
    with_view(&files(), |view| {
        let model: &Model = view.model;
        let all = &model.governance;
        let rows = |name: Name| Register::new(name, view).rows.len();
        assert_eq!(rows(Name::Raci), all.activities.len());
        assert_eq!(rows(Name::Suppliers), model.suppliers.len());
        assert_eq!(rows(Name::Inventory), model.systems.len());
        let decisions = model.systems.iter().map(|system| system.decisions.len().max(1));
        assert_eq!(rows(Name::Decisions), decisions.sum::<usize>());
        let own =
            all.catalogues.iter().find(|catalogue| catalogue.id.name == "iso42001").expect("it is used");
        assert_eq!(rows(Name::Gap), own.provisions.len());
        assert_eq!(rows(Name::Soa), own.provisions.iter().filter(|it| !it.clause).count());
        let named = |name: Name, word: &str, id: &str| {
            let item = format!("{word} {id}");
            assert!(Register::new(name, view).rows.iter().any(|row| row.item == item), "{item}");
        };
        all.retentions.iter().for_each(|it| named(Name::Retention, "retention", &it.id.name));
        all.documents.iter().for_each(|it| named(Name::Pack, "document", &it.id.name));
        all.reviews.iter().for_each(|it| named(Name::Pack, "review", &it.id.name));
        all.exercises.iter().for_each(|it| named(Name::Pack, "exercise", &it.id.name));
        all.baselines.iter().for_each(|it| named(Name::Pack, "baseline", &it.id.name));
        all.certificates.iter().for_each(|it| named(Name::Pack, "certificate", &it.id.name));
        all.holds.iter().for_each(|it| named(Name::Calendar, "hold", &it.id.name));
        model.systems.iter().for_each(|it| named(Name::Scope, "system", &it.id.name));
        for name in Name::ALL {
            let register = Register::new(*name, view);
            for row in &register.rows {
                assert_eq!(row.cells.len(), register.columns.len(), "{}", row.item);
                let said = |cell: &countersign::register::Cell| {
                    !cell.entries.is_empty() && cell.entries.iter().all(|entry| !entry.text.trim().is_empty())
                };
                assert!(row.cells.iter().all(said), "a cell of {} in {} says nothing", row.item, name.word());
            }
        }
    });
}

/// A policy of `n` systems with a schedule, a hold, a supplier, an activity, a document and a
/// certificate each.
fn policy_of(n: usize) -> String {
    let names: Vec<String> = (0..n).map(|i| format!("s{i}")).collect();
    let mut out = format!(
        "edition 2026\nuse std.voice\nuse std.iso42001\norganization o \"O\" {{ repository \"o/o\"; scope \"Agents\"; \
         covers [{}]; serves [gb, ie] }}\nperson p \"P\" {{ email \"p@o.example\" }}\nrole r {{ members [p] }}\n\
         otherwise {{ require approval from owner }}\n",
        names.join(", ")
    );
    for i in 0..n {
        out += &format!(
            "supplier u{i} {{ provides [llm]; owner r; assurance \"a{i}.pdf\" until 2027-01-01 }}\n\
             system s{i} \"System {i}\" {{\n  purpose \"Talks\"\n  owner r\n  serves [gb, ie]\n  handles [recording, transcript]\n  \
             model llm at \"a{i}/a.json#/m\"\n  stage llm by u{i} {{ processed in [gb]; handles [transcript] }}\n}}\n\
             retention k{i} {{\n  covers recording of s{i}\n  purpose \"Disputes\"\n  basis contract\n  \
             keep 90 days after call_end\n  then erase\n  owner r\n}}\n\
             hold h{i} {{ covers recording of s{i}; from 2026-05-01; owner r }}\n\
             activity a{i} \"Activity {i}\" {{ of s{i}; responsible [r]; accountable r; supports [iso42001:A.3.2] }}\n\
             document d{i} \"Document {i}\" {{ at \"d{i}.md\"; kind policy; covers [s{i}]; owner r }}\n\
             certificate c{i} {{\n  standard \"ISO/IEC 42001:2023\"\n  of u{i}\n  body \"B\"\n  scope \"S\"\n  covers [s{i}]\n  \
             issued 2026-01-01\n  expires 2028-12-31\n  owner r\n}}\n"
        );
    }
    out
}

/// Ten times the policy takes at most about ten times as long, all registers together. The bound
/// leaves room for a loaded machine; a register that is not linear goes far beyond it.
pub fn ten_times_the_policy_takes_ten_times_as_long() {
    let measure = |n: usize| {
        with_view(&[policy_of(n)], |view| {
            let run = |_| {
                let start = std::time::Instant::now();
                let rows: usize = Name::ALL.iter().map(|name| Register::new(*name, view).rows.len()).sum();
                (start.elapsed(), rows)
            };
            (0..3).map(run).min().expect("three runs")
        })
    };
    let ((small, few), (large, many)) = (measure(60), measure(600));
    assert!(many > 8 * few, "{few} rows, then {many}");
    let ratio = large.as_secs_f64() / small.as_secs_f64();
    assert!(ratio < 30.0, "ten times the policy took {ratio:.0} times as long: {small:?}, then {large:?}");
}
