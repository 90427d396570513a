//! From the concepts around a value and its shape to its kind: one function a kind, asked in order.

use super::concept::{Concept as C, Set};
use super::key::Key;
use super::lexicon::{LEVELS, MAKERS};
use super::place::{Inside, Place, Section};
use crate::change::Confidence;
use crate::facts::{model_id, split_commas};
use crate::format::Data;
use crate::kind::Kind;

/// A kind with how sure it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Inferred {
    /// The kind.
    pub kind: Kind,
    /// How it was found.
    pub confidence: Confidence,
}

const fn sure(kind: Kind) -> Option<Inferred> {
    Some(Inferred { kind, confidence: Confidence::Sure })
}

const fn likely(kind: Kind) -> Option<Inferred> {
    Some(Inferred { kind, confidence: Confidence::Likely })
}

const fn guess(kind: Kind) -> Option<Inferred> {
    Some(Inferred { kind, confidence: Confidence::Guess })
}

/// The rules; the first that knows the value decides.
const RULES: &[fn(&Sight<'_>) -> Option<Inferred>] =
    &[credential, region, threshold, period, switch, parameter, tools, speech, prompt, model];

/// Infers the kind of one value.
pub fn infer(place: &Place<'_>, data: &Data) -> Inferred {
    let sight = Sight::of(place, data);
    let found = RULES.iter().find_map(|rule| rule(&sight));
    found.unwrap_or(Inferred { kind: Kind::Other, confidence: Confidence::Guess })
}

/// Everything a rule looks at.
struct Sight<'a> {
    key: Key,
    section: Section,
    /// The keys above.
    path: Set,
    beside: Inside,
    parent: Key,
    data: &'a Data,
    text: Option<&'a str>,
    agent_file: bool,
    prompt_file: bool,
}

impl<'a> Sight<'a> {
    fn of(place: &Place<'_>, data: &'a Data) -> Sight<'a> {
        Sight {
            key: place.concepts(),
            section: place.section_around(),
            path: place.path(),
            beside: place.beside(),
            parent: place.parent.map(Place::concepts).unwrap_or_default(),
            data,
            text: text_of(data),
            agent_file: place.sort.agent,
            prompt_file: place.sort.prompt,
        }
    }

    fn has(&self, concept: C) -> bool {
        self.key.all.has(concept)
    }

    fn any(&self, concepts: &[C]) -> bool {
        self.key.all.any(concepts)
    }

    fn ends(&self, concepts: &[C]) -> bool {
        self.key.last.any(concepts)
    }

    fn is(&self, concepts: &[C]) -> bool {
        self.key.whole.any(concepts)
    }

    /// Whether the value belongs to the machinery around the agent.
    fn is_foreign(&self) -> bool {
        let of_model = self.any(&[C::Model, C::Maker, C::Hearing, C::Speaking, C::Turn]);
        (self.has(C::Foreign) || self.path.has(C::Foreign)) && !of_model
    }

    fn is_list(&self) -> bool {
        matches!(self.data, Data::Seq(_))
    }

    fn is_number(&self) -> bool {
        is_number(self.data)
    }

    fn is_switch(&self) -> bool {
        switch_of(self.data).is_some()
    }

    fn is_prose(&self) -> bool {
        self.text.is_some_and(is_prose)
    }

    /// Prose, and not a list of names with commas.
    fn is_sentence(&self) -> bool {
        let name = |piece: &str| piece.split_whitespace().take(4).count() < 4 || piece.ends_with(')');
        self.text.is_some_and(|text| is_prose(text) && !split_commas(text).into_iter().all(name))
    }

    fn is_speech(&self) -> bool {
        matches!(self.section, Section::Hearing | Section::Speaking)
    }
}

/// Keys and addresses matter, but they are none of the governed kinds; where they belong to a
/// tool they are part of what the agent may do, and a speech server's address is its provider.
fn credential(s: &Sight<'_>) -> Option<Inferred> {
    if s.section == Section::Tools || matches!(s.data, Data::Seq(_) | Data::Map(_)) || s.has(C::Allow) {
        return None;
    }
    let secret = s.ends(&[C::Secret]) && !s.is(&[C::Sampling]);
    let address = s.ends(&[C::Address]) && !s.is_speech();
    (secret || address).then_some(Inferred { kind: Kind::Other, confidence: Confidence::Sure })
}

fn region(s: &Sight<'_>) -> Option<Inferred> {
    if s.has(C::Region) && s.is_switch() && !s.has(C::Foreign) {
        return likely(Kind::Regions);
    }
    if let Data::Opaque(_) = s.data {
        return if s.ends(&[C::Region, C::Location]) { sure(Kind::Regions) } else { None };
    }
    let text = s.text?;
    if s.ends(&[C::Region]) && !text.contains(char::is_whitespace) && !s.is_number() {
        return sure(Kind::Regions);
    }
    (s.ends(&[C::Location]) && is_place_of_cloud(text)).then_some(())?;
    likely(Kind::Regions)
}

/// `us-central1`, `westeurope`, `eu`, `global`.
fn is_place_of_cloud(text: &str) -> bool {
    const FIRST: &[&str] = &[
        "us",
        "eu",
        "europe",
        "asia",
        "australia",
        "northamerica",
        "southamerica",
        "me",
        "africa",
        "ap",
        "ca",
        "de",
        "uk",
        "fr",
        "ch",
        "in",
        "jp",
        "au",
        "apac",
        "emea",
        "global",
    ];
    let lower = text.to_ascii_lowercase();
    let first = lower.split(['-', '_']).next().unwrap_or_default();
    let azure = ["east", "west", "north", "south", "central"].iter().any(|word| lower.contains(word));
    let short =
        lower.len() <= 32 && lower.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'_');
    short && (FIRST.contains(&first) || azure)
}

fn threshold(s: &Sight<'_>) -> Option<Inferred> {
    if s.text.is_some_and(|text| text.starts_with("BLOCK_")) {
        return sure(Kind::Threshold);
    }
    let hands_over = s.has(C::Handover) || s.path.has(C::Handover);
    // A whole number may count anything.
    let sure_enough = || s.has(C::Bound) && is_fraction(s.data) && !is_whole(s.data);
    if s.is_number() && hands_over && (s.has(C::Attempt) || sure_enough()) {
        return likely(Kind::Threshold);
    }
    if s.is_foreign() {
        return None;
    }
    let named = s.has(C::Threshold);
    if s.is_number() {
        if named {
            return sure(Kind::Threshold);
        }
        if s.has(C::Score) && s.has(C::Bound) {
            return likely(Kind::Threshold);
        }
        return if s.ends(&[C::Score]) && is_fraction(s.data) { guess(Kind::Threshold) } else { None };
    }
    let level = s.text.is_some_and(|text| is_listed(LEVELS, text));
    let graded = named || s.has(C::Strength) || (s.has(C::Safety) && s.has(C::Bound));
    if level && graded { likely(Kind::Threshold) } else { None }
}

fn period(s: &Sight<'_>) -> Option<Inferred> {
    if !(s.is_number() || s.text.is_some_and(is_duration)) {
        return None;
    }
    let kept = s.has(C::Kept) || s.path.has(C::Kept);
    let named = s.has(C::Retention) && !s.has(C::Size);
    let lives = s.has(C::Lifetime) && kept && !s.is_foreign();
    let removed = s.has(C::Remove) && (s.any(&[C::Time, C::After]) || s.text.is_some_and(is_duration));
    if named || removed {
        sure(Kind::Period)
    } else if lives {
        likely(Kind::Period)
    } else {
        None
    }
}

fn switch(s: &Sight<'_>) -> Option<Inferred> {
    if !s.is_switch() || matches!(s.section, Section::Tools) || (s.is_number() && !s.has(C::Store)) {
        return None;
    }
    if s.has(C::StoreAlone) || (s.has(C::Store) && s.any(&[C::Kept])) {
        return if s.is_foreign() { None } else { sure(Kind::Switch) };
    }
    // What guards an agent is on or off.
    let guards = s.has(C::Safety) || s.path.has(C::Safety);
    if guards && !s.is_number() && !s.is_foreign() { likely(Kind::Switch) } else { None }
}

fn parameter(s: &Sight<'_>) -> Option<Inferred> {
    if matches!(s.data, Data::Map(_))
        || matches!(s.section, Section::Tools)
        || s.is_speech()
        || s.is_foreign()
    {
        return None;
    }
    if s.any(&[C::Voice, C::Speaking]) && !s.has(C::Model) {
        return None;
    }
    let number = s.is_number();
    let plain = number || s.is_switch() || matches!(s.data, Data::Null | Data::Ambiguous(_));
    if s.has(C::Sampling) || s.ends(&[C::Temperature]) {
        return if plain || !s.is_prose() { sure(Kind::Parameter) } else { None };
    }
    if s.has(C::Token) && s.has(C::Size) && plain {
        return sure(Kind::Parameter);
    }
    if s.is(&[C::SamplingAlone]) {
        let counted = number && s.beside.all.any(&[C::Sampling, C::Model]);
        let known = s.has(C::Thinking) || s.is_list();
        return if known || counted || (s.text.is_some() && !s.is_prose() && s.beside.all.has(C::Sampling)) {
            likely(Kind::Parameter)
        } else {
            None
        };
    }
    let asked = s.ends(&[C::SamplingAlone]) && s.any(&[C::Model, C::Maker, C::Thinking]) && !s.is_prose();
    let thought = s.has(C::Thinking) && s.key.all.has(C::Generic);
    let turn = (number || s.is_switch()) && (s.has(C::Turn) || s.path.has(C::Turn));
    let way = s.is(&[C::Turn]) && s.text.is_some_and(|text| !text.contains(char::is_whitespace));
    if asked || thought || turn || way { likely(Kind::Parameter) } else { None }
}

fn tools(s: &Sight<'_>) -> Option<Inferred> {
    if s.section == Section::Tools {
        let asks = s.is(&[C::Prompt]) && s.is_prose() && !s.path.has(C::About);
        return if asks { None } else { likely(Kind::Tools) };
    }
    if s.has(C::Oversight) {
        return sure(Kind::Tools);
    }
    let number = s.is_number();
    if s.ends(&[C::Tool]) && !number && !s.is_sentence() && !s.is_speech() {
        return sure(Kind::Tools);
    }
    let allow = s.has(C::Allow) && (s.has(C::Allowable) || s.is_list()) && !s.is_switch() && !number;
    let actions = s.is(&[C::Action]) && (s.is_list() || (s.text.is_some() && !s.is_sentence()));
    if allow || actions { likely(Kind::Tools) } else { None }
}

/// What stands in a section of speech, or says in its own key that it is of speech.
fn speech(s: &Sight<'_>) -> Option<Inferred> {
    let asks = s.ends(&[C::Instruction]) && s.text.is_some() || (s.has(C::Instruction) && s.is_prose());
    match s.section {
        _ if asks => None,
        Section::Hearing => likely(Kind::Model),
        Section::Speaking if is_id_of_model(s) => likely(Kind::Model),
        Section::Speaking => likely(Kind::Voice),
        _ if s.is_foreign() || s.has(C::Machinery) => None,
        _ if s.has(C::Hearing) && (s.text.is_some() || s.is_number() || s.is_switch()) => likely(Kind::Model),
        _ if s.has(C::Speaking) && s.any(&[C::Model, C::Provider]) => sure(Kind::Model),
        _ if s.any(&[C::Voice, C::Speaking, C::VoiceTrait]) && !matches!(s.data, Data::Map(_)) => {
            let of_file = s.any(&[C::Label, C::Allow]) && !s.ends(&[C::Named]);
            if of_file { None } else { sure(Kind::Voice) }
        }
        _ => None,
    }
}

fn is_id_of_model(s: &Sight<'_>) -> bool {
    s.text.is_some_and(|text| !is_prose(text)) && s.any(&[C::Model, C::Provider, C::Deployment])
}

fn prompt(s: &Sight<'_>) -> Option<Inferred> {
    let parts = s.beside.persona >= 2 && s.ends(&[C::Persona]);
    let instruction = s.any(&[C::Instruction, C::Greeting]);
    let Some(text) = s.text else {
        // A list of rules or examples reads as one text.
        return if s.is_list() && (instruction || parts) { likely(Kind::Prompt) } else { None };
    };
    let technical = s.has(C::Technical) && !s.ends(&[C::Instruction, C::Greeting]);
    if instruction && !technical && !s.is_switch() && !s.is_number() {
        return sure(Kind::Prompt);
    }
    let prose = is_prose(text);
    if s.section == Section::About && !prose {
        return None;
    }
    let system = s.has(C::System) && prose;
    let template = s.ends(&[C::Template]) && prose;
    let near = [C::Instruction, C::Model, C::Tool, C::Sampling, C::Asking];
    let described = s.is(&[C::Description])
        && (s.agent_file
            || (!s.prompt_file
                && s.section == Section::Plain
                && s.beside.all.any(&near)
                && !s.path.has(C::About)));
    let said = match s.section {
        Section::Messages => s.is(&[C::Say]),
        Section::Prompts => !technical && (prose || s.any(&[C::Say])),
        _ => s.is(&[C::Say]) && prose && s.path.any(&[C::Instruction, C::Messages]),
    };
    let ruled = s.is(&[C::Rule]) && prose;
    let around = [C::Instruction, C::Greeting, C::Model, C::Sampling, C::Persona];
    let briefed = s.ends(&[C::Briefing]) && prose && s.beside.all.any(&around);
    if s.section == Section::About {
        return None;
    }
    let turn = s.is(&[C::Say]) && s.beside.all.has(C::Role);
    if described || (parts && !text.is_empty()) || said || turn || briefed {
        likely(Kind::Prompt)
    } else if system || template || ruled {
        guess(Kind::Prompt)
    } else {
        None
    }
}

fn model(s: &Sight<'_>) -> Option<Inferred> {
    let text = s.text?;
    if is_prose(text) || s.is_switch() || s.is_foreign() || s.path.has(C::Databank) {
        return None;
    }
    let number = s.is_number();
    let of_model = s.any(&[C::Model, C::Embedding]);
    let settings = s.ends(&[C::Deployment]) && s.beside.all.has(C::Sampling);
    if s.section == Section::About && !of_model && !settings {
        return None;
    }
    let made = of_model || s.any(&[C::Maker, C::Realtime]);
    let in_model = s.section == Section::Model;
    let version = made && s.has(C::Deployment) || of_model && s.ends(&[C::Named]);
    if number {
        return if version && !s.has(C::Size) { likely(Kind::Model) } else { None };
    }
    if s.ends(&[C::Model, C::Embedding]) || (version && !s.has(C::Label)) {
        return sure(Kind::Model);
    }
    let maker = is_listed(MAKERS, text);
    let around = in_model || s.beside.all.any(&[C::Model]);
    if s.ends(&[C::Deployment]) && (around || made || s.beside.all.any(&[C::Provider, C::Sampling])) {
        return sure(Kind::Model);
    }
    if s.ends(&[C::Provider]) && (made || around || maker) {
        return sure(Kind::Model);
    }
    let shaped = looks_like_model(text);
    if (of_model && s.key.all.has(C::Generic) && !s.has(C::Technical))
        || (in_model && s.is(&[C::Generic]) && maker)
    {
        return likely(Kind::Model);
    }
    let named = in_model && s.any(&[C::Named, C::Fallback]) && shaped;
    let listed = s.parent.all.any(&[C::Model, C::Fallback, C::Provider]) && shaped;
    if named || listed {
        return likely(Kind::Model);
    }
    if (in_model && maker && s.has(C::Generic)) || (of_model && shaped && !s.has(C::Label)) {
        return guess(Kind::Model);
    }
    // The last resort: an id that nothing but a model has.
    let spoken_of =
        s.any(&[C::Named, C::Label, C::Description]) || s.section == Section::Plain && s.path.has(C::Label);
    if shaped && !spoken_of { guess(Kind::Model) } else { None }
}

/// Tells whether a text is one of the words of a list, whatever its case.
fn is_listed(list: &str, text: &str) -> bool {
    text.len() <= 40 && list.split(", ").any(|word| word.eq_ignore_ascii_case(text))
}

/// Tells whether a text is an id of a maker that the id schemes know, with a generation in it.
pub fn looks_like_model(text: &str) -> bool {
    text.len() <= 120
        && !text.contains(char::is_whitespace)
        && text.bytes().any(|b| b.is_ascii_digit())
        && model_id::is_known_maker(text)
}

/// The text of a string, under whatever spelling.
pub fn text_of(data: &Data) -> Option<&str> {
    match data {
        Data::String(text) | Data::Bare(text) | Data::Ambiguous(text) | Data::Opaque(text) => Some(text),
        _ => None,
    }
}

/// Tells whether a value is a number, perhaps in quotes or with a percent sign.
pub fn is_number(data: &Data) -> bool {
    match data {
        Data::Number(_) => true,
        Data::String(text) | Data::Bare(text) => {
            let number = text.trim().strip_suffix('%').unwrap_or(text.trim());
            number.bytes().any(|b| b.is_ascii_digit()) && number.parse::<f64>().is_ok()
        }
        _ => false,
    }
}

fn is_whole(data: &Data) -> bool {
    matches!(data, Data::Number(text) | Data::String(text) | Data::Bare(text) if !text.contains(['.', '%']))
}

fn is_fraction(data: &Data) -> bool {
    let text = match data {
        Data::Number(text) | Data::String(text) | Data::Bare(text) => text.trim(),
        _ => return false,
    };
    text.ends_with('%') || text.parse::<f64>().is_ok_and(|number| (0.0..=1.0).contains(&number))
}

/// The value of a switch, under whatever spelling.
pub fn switch_of(data: &Data) -> Option<bool> {
    match data {
        Data::Bool(value) => Some(*value),
        Data::String(text) | Data::Bare(text) | Data::Ambiguous(text) => {
            match text.to_ascii_lowercase().as_str() {
                "true" | "yes" | "on" | "1" => Some(true),
                "false" | "no" | "off" | "0" => Some(false),
                _ => None,
            }
        }
        _ => None,
    }
}

/// `14d`, `72h`, `30 days`, `P30D`, `forever`.
fn is_duration(text: &str) -> bool {
    let text = text.trim().to_ascii_lowercase();
    if matches!(text.as_str(), "forever" | "never" | "unlimited" | "indefinite" | "indefinitely" | "none") {
        return true;
    }
    if let Some(iso) = text.strip_prefix('p') {
        return iso.bytes().any(|b| b.is_ascii_digit())
            && iso.bytes().all(|b| b.is_ascii_digit() || b"ymwdths".contains(&b));
    }
    let unit = text.trim_start_matches(|c: char| c.is_ascii_digit() || c == '.');
    const UNITS: &[&str] = &[
        "s", "m", "h", "d", "w", "y", "ms", "sec", "min", "hr", "mo", "second", "minute", "hour", "day",
        "week", "month", "year",
    ];
    unit.len() < text.len()
        && UNITS.contains(&unit.trim().strip_suffix('s').filter(|u| !u.is_empty()).unwrap_or(unit.trim()))
}

/// Text that a person wrote as sentences, and not an id, path or word.
fn is_prose(text: &str) -> bool {
    text.contains('\n') || (text.chars().take(41).count() > 40 && text.split_whitespace().take(6).count() > 5)
}
