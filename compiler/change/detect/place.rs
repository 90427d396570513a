//! Where a value stands: the keys on the way to it and beside it, read only when asked for.

use std::cell::OnceCell;

use super::concept::{Concept, Set};
use super::key::{Key, Keys};
use crate::format::Entry;
use crate::source::Span;

/// What sort of file the values are in.
#[derive(Clone, Copy, Debug, Default)]
pub struct FileSort {
    /// Whether the file is itself the instructions of an agent or command.
    pub agent: bool,
    /// Whether the file is a prompt with a head that describes it.
    pub prompt: bool,
    /// The part of a configuration that the file's name says it is.
    pub section: Section,
}

/// The part of a configuration that a value stands in, as far as it bears on its kind.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum Section {
    /// Nothing in particular.
    #[default]
    Plain,
    /// What an agent may use or do.
    Tools,
    /// Speech recognition.
    Hearing,
    /// Speech synthesis.
    Speaking,
    /// Messages for a model.
    Messages,
    /// Settings of a language model.
    Model,
    /// Texts for a model.
    Prompts,
    /// Declared inputs, samples and other data about the file.
    About,
}

/// One step on the way to a value: a key of a map or an item of a list.
pub struct Place<'a> {
    /// The step above; `None` at the root.
    pub parent: Option<&'a Place<'a>>,
    /// The key, or how the item is named in a pointer.
    pub name: &'a str,
    /// Whether it is an item of a list; its key is that of the list.
    pub item: bool,
    /// The maps that stand here, of both sides, for what is beside what.
    pub maps: [&'a [Entry]; 2],
    /// The bytes of what stands here and of its key, on both sides.
    pub spans: [[Option<Span>; 2]; 2],
    /// The texts of the sides that have anchors.
    texts: [&'a str; 2],
    /// What sort of file it is in.
    pub sort: FileSort,
    keys: &'a Keys,
    key: OnceCell<Key>,
    section: OnceCell<Section>,
    path: OnceCell<Set>,
    inside: OnceCell<Inside>,
}

/// What the keys of a map stand for, together.
#[derive(Clone, Copy, Default)]
pub struct Inside {
    /// The concepts of all keys.
    pub all: Set,
    /// How many keys are parts of a character.
    pub persona: usize,
    /// How many keys are of things drawn.
    pub drawn: usize,
}

impl<'a> Place<'a> {
    /// The place of a whole document.
    pub fn root(sort: FileSort, keys: &'a Keys, texts: [&'a str; 2]) -> Place<'a> {
        Place::new(None, "", false, sort, keys, texts)
    }

    /// The place of a key below this one.
    pub fn key<'b>(&'b self, name: &'b str) -> Place<'b> {
        Place::new(Some(self), name, false, self.sort, self.keys, self.texts)
    }

    /// The place of an item of the list that stands here.
    pub fn item<'b>(&'b self, name: &'b str) -> Place<'b> {
        Place::new(Some(self), name, true, self.sort, self.keys, self.texts)
    }

    fn new<'b>(
        parent: Option<&'b Place<'b>>,
        name: &'b str,
        item: bool,
        sort: FileSort,
        keys: &'b Keys,
        texts: [&'b str; 2],
    ) -> Place<'b> {
        Place {
            parent,
            name,
            item,
            maps: [&[], &[]],
            spans: [[None; 2]; 2],
            texts,
            sort,
            keys,
            key: OnceCell::new(),
            section: OnceCell::new(),
            path: OnceCell::new(),
            inside: OnceCell::new(),
        }
    }

    /// The last key on the way.
    pub fn last_name(&self) -> &str {
        match self.parent {
            Some(parent) if self.item => parent.last_name(),
            _ => self.name,
        }
    }

    /// The map that the value stands in: the place above, past lists.
    fn holder(&self) -> Option<&Place<'a>> {
        let parent = self.parent?;
        if self.item { parent.holder() } else { Some(parent) }
    }

    /// The concepts of the key; one that only speaks about its value is read with the key above.
    pub fn concepts(&self) -> Key {
        *self.key.get_or_init(|| {
            if self.item {
                return self.parent.map(Place::concepts).unwrap_or_default();
            }
            let own = self.keys.of(self.name);
            let above = self.parent.map(Place::last_name).filter(|name| !name.is_empty());
            match above {
                Some(above) if own.whole.has(Concept::Generic) => Key::below(above, self.name),
                _ => own,
            }
        })
    }

    /// The concepts of all keys above the value.
    pub fn path(&self) -> Set {
        *self.path.get_or_init(|| match self.parent {
            Some(parent) => parent.path().or(parent.concepts().all),
            None => Set::default(),
        })
    }

    /// What the keys of the map that stands here are about.
    fn inside(&self) -> Inside {
        *self.inside.get_or_init(|| {
            let mut inside = Inside::default();
            for (side, map) in self.maps.into_iter().enumerate() {
                for entry in map {
                    let key = self.keys.of(&entry.key);
                    inside.all = inside.all.or(key.all);
                    if side == 0 || self.maps[0].is_empty() {
                        inside.persona += usize::from(key.last.has(Concept::Persona));
                        inside.drawn += usize::from(key.whole.has(Concept::NoiseDrawing));
                    }
                }
            }
            inside
        })
    }

    /// What stands beside the value, the value itself included.
    pub fn beside(&self) -> Inside {
        self.holder().map(Place::inside).unwrap_or_default()
    }

    /// The section that a value here is in, seen from inside a map or list that stands here.
    pub fn section(&self) -> Section {
        *self.section.get_or_init(|| match self.parent {
            None => self.sort.section,
            Some(parent) if self.item => parent.section(),
            Some(parent) => match parent.section() {
                Section::Tools if self.is_settings_of_model() => Section::Model,
                Section::Plain if self.is_extensions_of_agent() => Section::Tools,
                section => below(section, self.concepts()),
            },
        })
    }

    /// Whether the settings of a model stand here, as a plugin of a gateway has them. A property of
    /// that name in what a tool is given is none.
    fn is_settings_of_model(&self) -> bool {
        let key = self.concepts();
        let asked = self.inside().all.any(&[Concept::Sampling, Concept::Provider]);
        key.whole.has(Concept::Model) && asked && !self.path().has(Concept::About)
    }

    /// Whether what an agent is extended with stands here, beside what it is told.
    fn is_extensions_of_agent(&self) -> bool {
        self.concepts().whole.has(Concept::Extension) && self.beside().all.has(Concept::Instruction)
    }

    /// The section of a scalar here: that of the map or list it stands in.
    pub fn section_around(&self) -> Section {
        self.parent.map(Place::section).unwrap_or(self.sort.section)
    }

    /// The bytes of the first alias of YAML on the way to the value, on one side.
    pub fn alias(&self, side: usize) -> Option<Span> {
        let text = Some(self.texts[side]).filter(|text| !text.is_empty())?;
        let is_alias = |span: &Span| text.as_bytes().get(span.start as usize) == Some(&b'*');
        let above = self.parent.and_then(|parent| parent.alias(side));
        above.or_else(|| self.spans[side].into_iter().flatten().find(is_alias))
    }

    /// Writes the pointer, `~` and `/` escaped.
    pub fn pointer(&self) -> String {
        let mut steps = Vec::new();
        let mut place = self;
        while let Some(parent) = place.parent {
            steps.push(place.name);
            place = parent;
        }
        let mut pointer = String::new();
        for step in steps.iter().rev() {
            pointer.push('/');
            pointer.push_str(&step.replace('~', "~0").replace('/', "~1"));
        }
        pointer
    }
}

/// Returns the section of what stands under a key.
pub fn below(section: Section, key: Key) -> Section {
    use Concept as C;
    let entered = if key.all.has(C::Greeting) && key.all.has(C::Voice) {
        // Who speaks first, and what.
        Section::Prompts
    } else if key.all.has(C::Hearing) {
        Section::Hearing
    } else if key.all.any(&[C::Speaking, C::Voice]) {
        Section::Speaking
    } else if key.last.has(C::Tool) {
        Section::Tools
    } else if key.whole.has(C::Messages) {
        Section::Messages
    } else if key.last.has(C::Instruction) {
        Section::Prompts
    } else if key.all.any(&[C::Model, C::Embedding]) {
        Section::Model
    } else if key.all.has(C::About) && !key.all.has(C::Asking) {
        Section::About
    } else {
        return section;
    };
    match (section, entered) {
        // Tools stay tools whatever their parts are called; so do the two ends of speech.
        (Section::Tools, _) => Section::Tools,
        (Section::Hearing | Section::Speaking, Section::Model | Section::About) => section,
        // The parameters of a model are its own.
        (Section::Model, Section::About) => section,
        (_, entered) => entered,
    }
}
