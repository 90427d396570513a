//! Writes a value straight to its canonical bytes, without a tree in between.

use serde::ser::{
    Error as _, Serialize, SerializeMap, SerializeSeq, SerializeStruct, SerializeStructVariant,
    SerializeTuple, SerializeTupleStruct, SerializeTupleVariant, Serializer,
};

use super::{MAX_INTEGER, is_key};

type Error = serde_json::Error;

/// Appends the canonical bytes of a value.
///
/// # Errors
/// When the value holds a float, a negative or too large number, or a key that is not a fixed
/// ASCII name.
pub(super) fn write<T: Serialize + ?Sized>(value: &T, out: &mut Vec<u8>) -> Result<(), Error> {
    value.serialize(Writer(out))
}

struct Writer<'a>(&'a mut Vec<u8>);

/// An open list or object. Each entry is written with a comma after it; the last comma becomes
/// the closing bracket.
struct Open<'a> {
    out: &'a mut Vec<u8>,
    /// Where the entries begin.
    start: usize,
    /// Where each entry of an object begins and its key ends; unused for lists.
    entries: Vec<(usize, usize)>,
    /// What closes it: `]` or `}`, and another `}` for a variant with content.
    close: &'static [u8],
}

impl<'a> Open<'a> {
    fn new(out: &'a mut Vec<u8>, open: u8, close: &'static [u8]) -> Open<'a> {
        out.push(open);
        Open { start: out.len(), out, entries: Vec::new(), close }
    }

    fn variant(out: &'a mut Vec<u8>, name: &str, open: u8, close: &'static [u8]) -> Result<Open<'a>, Error> {
        out.push(b'{');
        key(name, out)?;
        Ok(Open::new(out, open, close))
    }

    fn item<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Error> {
        write(value, self.out)?;
        self.out.push(b',');
        Ok(())
    }

    fn field<T: Serialize + ?Sized>(&mut self, name: &str, value: &T) -> Result<(), Error> {
        let begin = self.out.len();
        key(name, self.out)?;
        self.entries.push((begin, self.out.len()));
        self.item(value)
    }

    /// Sorts the entries of an object by key and closes it.
    fn finish(self) -> Result<(), Error> {
        let name = |entry: &(usize, usize)| &self.out[entry.0 + 1..entry.1 - 2];
        if !self.entries.is_sorted_by(|a, b| name(a) < name(b)) {
            let ends = self.entries.iter().skip(1).map(|next| next.0).chain([self.out.len()]);
            let mut entries: Vec<_> = self.entries.iter().zip(ends).collect();
            entries.sort_by(|a, b| name(a.0).cmp(name(b.0)));
            if entries.windows(2).any(|pair| name(pair[0].0) == name(pair[1].0)) {
                return Err(Error::custom("a key stands twice"));
            }
            let mut sorted = Vec::with_capacity(self.out.len() - self.start);
            for (entry, end) in entries {
                sorted.extend_from_slice(&self.out[entry.0..end]);
            }
            self.out.truncate(self.start);
            self.out.extend_from_slice(&sorted);
        }
        if self.out.len() > self.start {
            self.out.pop();
        }
        self.out.extend(self.close);
        Ok(())
    }
}

fn key(name: &str, out: &mut Vec<u8>) -> Result<(), Error> {
    if !is_key(name) {
        return Err(Error::custom(format!("`{name}` is not a fixed name")));
    }
    out.push(b'"');
    out.extend(name.as_bytes());
    out.extend(b"\":");
    Ok(())
}

fn integer(value: Option<u64>, out: &mut Vec<u8>) -> Result<(), Error> {
    match value {
        Some(value) if value <= MAX_INTEGER => serde_json::to_writer(out, &value),
        _ => Err(Error::custom("a number is negative or above 2^53 - 1")),
    }
}

impl<'a> Serializer for Writer<'a> {
    type Ok = ();
    type Error = Error;
    type SerializeSeq = Open<'a>;
    type SerializeTuple = Open<'a>;
    type SerializeTupleStruct = Open<'a>;
    type SerializeTupleVariant = Open<'a>;
    type SerializeMap = Map<'a>;
    type SerializeStruct = Open<'a>;
    type SerializeStructVariant = Open<'a>;

    fn serialize_bool(self, value: bool) -> Result<(), Error> {
        self.0.extend(if value { b"true".as_slice() } else { b"false" });
        Ok(())
    }
    fn serialize_i8(self, value: i8) -> Result<(), Error> {
        self.serialize_i64(value.into())
    }
    fn serialize_i16(self, value: i16) -> Result<(), Error> {
        self.serialize_i64(value.into())
    }
    fn serialize_i32(self, value: i32) -> Result<(), Error> {
        self.serialize_i64(value.into())
    }
    fn serialize_i64(self, value: i64) -> Result<(), Error> {
        integer(u64::try_from(value).ok(), self.0)
    }
    fn serialize_u8(self, value: u8) -> Result<(), Error> {
        integer(Some(value.into()), self.0)
    }
    fn serialize_u16(self, value: u16) -> Result<(), Error> {
        integer(Some(value.into()), self.0)
    }
    fn serialize_u32(self, value: u32) -> Result<(), Error> {
        integer(Some(value.into()), self.0)
    }
    fn serialize_u64(self, value: u64) -> Result<(), Error> {
        integer(Some(value), self.0)
    }
    fn serialize_f32(self, _: f32) -> Result<(), Error> {
        Err(Error::custom("a float is not exact"))
    }
    fn serialize_f64(self, _: f64) -> Result<(), Error> {
        Err(Error::custom("a float is not exact"))
    }
    fn serialize_char(self, value: char) -> Result<(), Error> {
        self.serialize_str(value.encode_utf8(&mut [0; 4]))
    }
    fn serialize_str(self, value: &str) -> Result<(), Error> {
        serde_json::to_writer(self.0, value)
    }
    fn serialize_bytes(self, _: &[u8]) -> Result<(), Error> {
        Err(Error::custom("bytes have no one spelling"))
    }
    fn serialize_none(self) -> Result<(), Error> {
        self.serialize_unit()
    }
    fn serialize_some<T: Serialize + ?Sized>(self, value: &T) -> Result<(), Error> {
        value.serialize(self)
    }
    fn serialize_unit(self) -> Result<(), Error> {
        self.0.extend(b"null");
        Ok(())
    }
    fn serialize_unit_struct(self, _: &'static str) -> Result<(), Error> {
        self.serialize_unit()
    }
    fn serialize_unit_variant(self, _: &'static str, _: u32, variant: &'static str) -> Result<(), Error> {
        self.serialize_str(variant)
    }
    fn serialize_newtype_struct<T: Serialize + ?Sized>(
        self,
        _: &'static str,
        value: &T,
    ) -> Result<(), Error> {
        value.serialize(self)
    }
    fn serialize_newtype_variant<T: Serialize + ?Sized>(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
        value: &T,
    ) -> Result<(), Error> {
        let mut open = Open::new(self.0, b'{', b"}");
        open.field(variant, value)?;
        open.finish()
    }
    fn serialize_seq(self, _: Option<usize>) -> Result<Open<'a>, Error> {
        Ok(Open::new(self.0, b'[', b"]"))
    }
    fn serialize_tuple(self, _: usize) -> Result<Open<'a>, Error> {
        Ok(Open::new(self.0, b'[', b"]"))
    }
    fn serialize_tuple_struct(self, _: &'static str, _: usize) -> Result<Open<'a>, Error> {
        Ok(Open::new(self.0, b'[', b"]"))
    }
    fn serialize_tuple_variant(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
        _: usize,
    ) -> Result<Open<'a>, Error> {
        Open::variant(self.0, variant, b'[', b"]}")
    }
    fn serialize_map(self, _: Option<usize>) -> Result<Map<'a>, Error> {
        Ok(Map { open: Open::new(self.0, b'{', b"}"), name: String::new() })
    }
    fn serialize_struct(self, _: &'static str, _: usize) -> Result<Open<'a>, Error> {
        Ok(Open::new(self.0, b'{', b"}"))
    }
    fn serialize_struct_variant(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
        _: usize,
    ) -> Result<Open<'a>, Error> {
        Open::variant(self.0, variant, b'{', b"}}")
    }
}

/// An open object whose keys come as values.
struct Map<'a> {
    open: Open<'a>,
    name: String,
}

impl SerializeMap for Map<'_> {
    type Ok = ();
    type Error = Error;
    fn serialize_key<T: Serialize + ?Sized>(&mut self, key: &T) -> Result<(), Error> {
        match serde_json::to_value(key)? {
            serde_json::Value::String(name) => self.name = name,
            other => return Err(Error::custom(format!("{other} is not a key"))),
        }
        Ok(())
    }
    fn serialize_value<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Error> {
        let name = std::mem::take(&mut self.name);
        self.open.field(&name, value)
    }
    fn end(self) -> Result<(), Error> {
        self.open.finish()
    }
}

macro_rules! list {
    ($($trait:ident $method:ident),*) => {$(
        impl $trait for Open<'_> {
            type Ok = ();
            type Error = Error;
            fn $method<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Error> {
                self.item(value)
            }
            fn end(self) -> Result<(), Error> {
                self.finish()
            }
        }
    )*};
}
list!(
    SerializeSeq serialize_element,
    SerializeTuple serialize_element,
    SerializeTupleStruct serialize_field,
    SerializeTupleVariant serialize_field
);

macro_rules! object {
    ($($trait:ident),*) => {$(
        impl $trait for Open<'_> {
            type Ok = ();
            type Error = Error;
            fn serialize_field<T: Serialize + ?Sized>(&mut self, name: &'static str, value: &T) -> Result<(), Error> {
                self.field(name, value)
            }
            fn end(self) -> Result<(), Error> {
                self.finish()
            }
        }
    )*};
}
object!(SerializeStruct, SerializeStructVariant);
