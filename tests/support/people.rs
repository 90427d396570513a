//! The people of every case: the same names, e-mails and keys everywhere.
//!
//! A key is derived from its owner's name when a world is made, so that no private key lies in
//! the repository and every signature comes out the same on every machine.

use countersign::statement::KeyFile;

/// Person id and name.
pub const PEOPLE: &[(&str, &str)] = &[
    ("ada", "Ada Obi"),
    ("bo", "Bo Lind"),
    ("cy", "Cy Marsh"),
    ("dee", "Dee Novak"),
    ("eve", "Eve Ito"),
    ("flo", "Flo Reyes"),
    ("gus", "Gus Hale"),
    ("hal", "Hal Quinn"),
    ("gate_bot", "Gate Bot"),
];

/// Returns name and e-mail of an author attribute: a person's id or `Name <e-mail>`.
pub fn identity(who: &str) -> Result<(String, String), String> {
    if let Some((id, name)) = PEOPLE.iter().find(|(id, _)| *id == who) {
        return Ok((name.to_string(), format!("{id}@northwind.example")));
    }
    let parts = who.strip_suffix('>').and_then(|who| who.split_once(" <"));
    let (name, email) = parts.ok_or(format!("`{who}` is nobody of the suite and not `Name <e-mail>`"))?;
    Ok((name.to_string(), email.to_string()))
}

/// Returns the public key of a person as the line of a `.pub` file, without its line end.
pub fn public_key(id: &str) -> String {
    KeyFile::from_seed(id).to_public_line().trim_end().to_string()
}

/// Returns the private key of a person as `ssh-keygen` writes it, without passphrase.
pub fn private_key(id: &str) -> String {
    KeyFile::from_seed(id).to_openssh().to_string()
}
