//! The words, by language, with which conformity with a law is claimed, and those that deny a claim, ask
//! for it or leave it open.
//!
//! In a claim `LAW` stands for the name of a law with what may stand before it, and `MIDDLE` for words
//! such as "all requirements of the". Patterns are read without regard to case.

/// The words of one language.
pub struct Words {
    /// The names of laws.
    pub laws: &'static str,
    /// Words between a verb and the name of a law.
    pub middle: &'static str,
    /// What claims it.
    pub claims: &'static [&'static str],
    /// Words that deny a claim, or leave it open, where they stand before it in its clause.
    pub open: &'static [&'static str],
    /// Words that sound like a denial and are none.
    pub emphasis: &'static [&'static str],
    /// Words that ask for conformity or after it, or only work towards it, before the noun.
    pub asked: &'static [&'static str],
    /// Words that make a duty, a plan or a condition of it, right before a verb.
    pub duty: &'static [&'static str],
}

/// Every language.
pub const LANGUAGES: &[Words] = &[ENGLISH, GERMAN, FRENCH, SPANISH, ITALIAN];

const ENGLISH: Words = Words {
    laws: r"(?:(?:eu|european)(?:'s|’s)?[\s-]+)?(?:ai[\s-]+act|artificial\s+intelligence\s+act|gdpr|general\s+data\s+protection\s+regulation|regulation\s+\(eu\)\s+(?:no\.?\s+)?(?:2024/1689|2016/679))",
    middle: r"all|every|each|any|both|fully|of|in|under|from|set|out|laid|down|the|requirements?|obligations?|dut(?:y|ies)|rules?|provisions?|demands?|conditions?",
    claims: &[
        r"\bLAW[\s-]+(?:fully[\s-]+)?(?:compliant|conformant|certified|approved|ready|proof)\b",
        r"\b(?:complies|comply|complying|compliant|compliance|conforms?|conforming|conformant|conformity|certified|accredited|approved)\s+(?:fully\s+)?(?:with|under|to|by|according\s+to)\s+MIDDLELAW\b",
        r"\b(?:meets?|meeting|fulfil(?:l?s|ling|l)?|satisf(?:y|ies|ying)|adheres?\s+to)\s+MIDDLELAW\b",
        r"\bin\s+(?:full\s+)?(?:line|accordance|conformity|compliance|keeping)\s+with\s+MIDDLELAW\b",
        r"\b(?:ensur(?:es?|ing)|guarantee(?:s|ing)?|achiev(?:es?|ing)|prov(?:es?|ing)|demonstrat(?:es?|ing)|full|100\s*%)\s+(?:full\s+)?LAW[\s-]+(?:compliance|conformity)\b",
        r"\bLAW[\s-]+(?:compliance|conformity)\s+(?:is|has\s+been)\s+(?:(?:fully|always|thereby|thus)\s+)?(?:ensured|guaranteed|achieved|proven|demonstrated|given|certified)\b",
        r"\b(?:requirements?|obligations?|dut(?:y|ies)|rules?|provisions?|LAW)\s+(?:(?:of|under|in|from|set\s+out\s+in|laid\s+down\s+in)\s+MIDDLELAW\s+)?(?:is|are|was|were|has\s+been|have\s+been)\s+(?:(?:all|fully|always|thereby|thus|therefore)\s+)*(?:met|fulfilled|satisfied|complied\s+with|observed)\b",
    ],
    open: &[
        "no",
        "not",
        "never",
        "without",
        "nothing",
        "none",
        "nobody",
        "neither",
        "nor",
        "cannot",
        "whether",
        "avoid",
        "refuse",
        "refrain",
        "prohibited",
        "forbidden",
        "wrong",
        "misleading",
        "false",
        "untrue",
    ],
    emphasis: &["not only", "no doubt", "without doubt", "without exception"],
    asked: &[
        "aim",
        "aims",
        "assess",
        "assesses",
        "assessed",
        "assessing",
        "check",
        "checks",
        "checked",
        "checking",
        "goal",
        "monitor",
        "monitors",
        "path",
        "plan",
        "planned",
        "plans",
        "prepare",
        "prepares",
        "preparing",
        "question",
        "questions",
        "responsible",
        "review",
        "reviews",
        "toward",
        "towards",
    ],
    duty: &["must", "shall", "should", "may", "might", "could", "would", "will", "if", "until", "once"],
};

const GERMAN: Words = Words {
    laws: r"(?:(?:eu|europäischen?)[\s-]+)?(?:ki-verordnungs?|ki-vo|ki-gesetz(?:es)?|ds-?gvo|datenschutz-?grundverordnung|verordnung\s+\(eu\)\s+(?:nr\.?\s+)?(?:2024/1689|2016/679))",
    middle: r"alle[mnrs]?|den|die|der|des|dem|das|aus|nach|vollständig|stets|gesetzlichen|anforderungen|pflichten|vorgaben|vorschriften|bestimmungen",
    claims: &[
        r"\bLAW[\s-]+(?:konform(?:e[mnrs]?)?|zertifiziert(?:e[mnrs]?)?|zugelassen(?:e[mnrs]?)?)\b",
        r"\bkonform(?:e[mnrs]?)?\s+(?:mit|zu|zur|nach)\s+MIDDLELAW\b",
        r"\b(?:erfüllt|erfüllen|erfüllend|entspricht|entsprechen|entsprechend)\s+MIDDLELAW\b",
        r"\b(?:hält|halten)\s+MIDDLELAW\s+(?:(?:vollständig|stets|in\s+vollem\s+umfang)\s+)?ein\b",
        r"\bim\s+(?:vollen\s+|vollem\s+)?einklang\s+mit\s+MIDDLELAW\b",
        r"\b(?:konformität\s+(?:mit|zu|zur)|einhaltung)\s+MIDDLELAW\s+(?:ist|sind|wird|werden)\s+(?:(?:stets|damit|dadurch|vollständig|jederzeit)\s+)*(?:sichergestellt|gewährleistet|garantiert|gegeben|zertifiziert)\b",
        r"\b(?:anforderungen|pflichten|vorgaben|vorschriften|bestimmungen)\s+MIDDLELAW\s+(?:(?:sind|ist|wird|werden|wurden)\s+)?(?:(?:alle|voll|vollständig|stets|damit|dadurch)\s+)*(?:erfüllt|eingehalten|umgesetzt|gewährleistet)\b",
        r"\b(?:nach|gemäß)\s+MIDDLELAW\s+(?:zertifiziert|zugelassen)\b",
    ],
    open: &[
        "kein",
        "keine",
        "keinen",
        "keiner",
        "keinem",
        "nicht",
        "nie",
        "niemals",
        "niemand",
        "nichts",
        "ohne",
        "ob",
        "verboten",
        "untersagt",
        "falsch",
        "irreführend",
    ],
    emphasis: &["nicht nur", "ohne zweifel", "ohne ausnahme"],
    asked: &[
        "prüfen",
        "prüft",
        "prüfung",
        "ziel",
        "plan",
        "planen",
        "plant",
        "verantwortlich",
        "bewertet",
        "bewerten",
    ],
    duty: &[
        "muss", "müssen", "soll", "sollen", "sollte", "sollten", "kann", "könnte", "würde", "wenn", "falls",
        "bis",
    ],
};

const FRENCH: Words = Words {
    laws: r"(?:rgpd|règlement\s+(?:européen\s+)?(?:général\s+)?sur\s+(?:l['’]ia|l['’]intelligence\s+artificielle|la\s+protection\s+des\s+données))",
    middle: r"le|la|les|au|aux|à|avec|du|de|des|toutes|tous|toute|exigences?|obligations?|règles?|dispositions?",
    claims: &[
        r"\bconformes?\s+MIDDLELAW\b",
        r"\b(?:en\s+conformité|en\s+accord)\s+MIDDLELAW\b",
        r"\b(?:respecte|respectent|satisfait|satisfont|répond|répondent|remplit|remplissent)\s+MIDDLELAW\b",
        r"\bconformité\s+MIDDLELAW\s+est\s+(?:garantie|assurée|certifiée)\b",
    ],
    open: &[
        "ne", "n", "pas", "jamais", "sans", "aucun", "aucune", "ni", "rien", "personne", "interdit", "faux",
    ],
    emphasis: &["non seulement", "sans aucun doute", "sans doute"],
    asked: &[],
    duty: &["doit", "doivent", "devrait", "devraient", "peut", "pourrait", "si", "être"],
};

const SPANISH: Words = Words {
    laws: r"(?:rgpd|reglamento\s+(?:europeo\s+)?(?:general\s+)?de\s+(?:ia|inteligencia\s+artificial|protección\s+de\s+datos)|ley\s+(?:europea\s+)?de\s+(?:ia|inteligencia\s+artificial))",
    middle: r"el|la|los|las|al|con|del|de|todos|todas|plenamente|requisitos?|obligaciones|exigencias|normas",
    claims: &[
        r"\bconformes?\s+MIDDLELAW\b",
        r"\b(?:cumple|cumplen|cumplimos|respeta|respetan|satisface|satisfacen)\s+MIDDLELAW\b",
        r"\b(?:cumplimiento|conformidad)\s+MIDDLELAW\s+(?:está|queda)\s+(?:garantizad[oa]|asegurad[oa]|certificad[oa])\b",
    ],
    open: &["no", "nunca", "jamás", "sin", "ningún", "ninguna", "ni", "nada", "nadie", "prohibido", "falso"],
    emphasis: &["no sólo", "no solo", "sin duda"],
    asked: &[],
    duty: &["debe", "deben", "debería", "deberían", "puede", "podría", "si", "ser"],
};

const ITALIAN: Words = Words {
    laws: r"(?:regolamento\s+(?:europeo\s+)?(?:generale\s+)?(?:sull['’](?:ia|intelligenza\s+artificiale)|sulla\s+protezione\s+dei\s+dati))",
    middle: r"il|la|i|gli|le|al|allo|alla|ai|alle|con|del|dello|della|tutti|tutte|pienamente|requisiti|obblighi|norme|disposizioni",
    claims: &[
        r"\bconform[ei]\s+MIDDLELAW\b",
        r"\b(?:rispetta|rispettano|rispettiamo|soddisfa|soddisfano|adempie|adempiono)\s+MIDDLELAW\b",
        r"\bconformità\s+MIDDLELAW\s+è\s+(?:garantita|assicurata|certificata)\b",
    ],
    open: &[
        "non", "mai", "senza", "nessun", "nessuno", "nessuna", "né", "niente", "nulla", "vietato", "falso",
    ],
    emphasis: &["non solo", "senza dubbio"],
    asked: &[],
    duty: &["deve", "devono", "dovrebbe", "dovrebbero", "può", "potrebbe", "se", "essere"],
};
