//! Who works and calls there. Numbers are from ranges reserved for fiction.

use fastrand::Rng;
use serde_json::{Value, json};

/// A skill group of the made-up contact center.
#[derive(Debug, Clone, Copy)]
pub(super) struct Group {
    pub(super) id: &'static str,
    pub(super) name: &'static str,
    /// The key that chooses it in the main menu.
    pub(super) key: &'static str,
}

pub(super) const GROUPS: [Group; 6] = [
    Group { id: "sales", name: "Sales", key: "1" },
    Group { id: "support", name: "Support", key: "2" },
    Group { id: "billing", name: "Billing", key: "3" },
    Group { id: "vip", name: "VIP", key: "4" },
    Group { id: "retention", name: "Retention", key: "5" },
    Group { id: "technical", name: "Technical service", key: "6" },
];

pub(super) const AGENTS: [&str; 48] = [
    "Alice Moreau",
    "Bob O'Brien",
    "李娜",
    "Zoë Fischer",
    "Dmitri Ivanov",
    "María José Nuñez",
    "Chidi Okafor",
    "Yuki Tanaka",
    "Fatima Zahra",
    "Lars Lindqvist",
    "Priya Sharma",
    "Tomasz Wójcik",
    "Emma Johansson",
    "Ahmed Hassan",
    "Sofia Rossi",
    "王伟",
    "Noah Williams",
    "Chloé Dubois",
    "Jürgen Müller",
    "Aoife Murphy",
    "Mateo García",
    "Olena Kovalenko",
    "Kwame Mensah",
    "Ingrid Haugen",
    "Rahul Verma",
    "Nguyễn Thị Lan",
    "Hannah Schmidt",
    "Luca Bianchi",
    "Amélie Laurent",
    "张敏",
    "Daniel Kim",
    "Esra Yılmaz",
    "Pedro Almeida",
    "Freya Nielsen",
    "Omar Farouk",
    "Grace Mwangi",
    "Viktor Novák",
    "Isabel Santos",
    "Elias Virtanen",
    "Maja Kowalska",
    "Samuel Cohen",
    "Leila Rahimi",
    "Jack Taylor",
    "Nina Petrova",
    "Hugo Martin",
    "Ana Popescu",
    "Ravi Patel",
    "Greta Keller",
];

const FIRST_NAMES: [&str; 24] = [
    "James", "Olivia", "Liam", "Amelia", "Noah", "Mia", "Arjun", "Sakura", "Youssef", "Ines", "Felix", "Clara", "Tom",
    "Julia", "Marco", "Elena", "Ben", "Sara", "Paul", "Lucía", "Jonas", "Ella", "Viktoria", "Nils",
];
const LAST_NAMES: [&str; 24] = [
    "Wilson",
    "Evans",
    "Schneider",
    "Dupont",
    "Nakamura",
    "Haddad",
    "Costa",
    "Berg",
    "Novak",
    "Silva",
    "Walsh",
    "Huber",
    "Smith",
    "Jones",
    "Lopez",
    "Keller",
    "Andersen",
    "Romano",
    "Fontaine",
    "Becker",
    "O'Neill",
    "Marin",
    "Olsen",
    "Vega",
];

pub(super) fn agent(number: usize) -> Value {
    json!({"id": agent_id(number), "name": AGENTS[number % AGENTS.len()]})
}

pub(super) fn agent_id(number: usize) -> String {
    (101 + number % AGENTS.len()).to_string()
}

pub(super) fn agent_number(number: usize) -> String {
    format!("+442079460{}", agent_id(number))
}

/// A customer; most have a name that the switch knows.
pub(super) fn customer(rng: &mut Rng) -> (String, Option<String>) {
    let number = match rng.u32(0..10) {
        0..4 => format!(
            "+1{}5550{}",
            [202, 212, 305, 312, 415, 512, 617, 646, 702, 808][rng.usize(0..10)] + rng.u32(0..40),
            rng.u32(100..200)
        ),
        4..6 => format!("+447700900{:03}", rng.u32(0..1000)),
        6 => format!("+49302312{:04}", 5_000 + rng.u32(0..1000)),
        7 => format!("+3363998{:04}", rng.u32(0..10_000)),
        8 => format!("+8610555{:05}", rng.u32(0..100_000)),
        _ => format!("+614915{:05}", 70_000 + rng.u32(0..1000)),
    };
    let name = (rng.u32(0..10) < 7).then(|| {
        format!("{} {}", FIRST_NAMES[rng.usize(0..FIRST_NAMES.len())], LAST_NAMES[rng.usize(0..LAST_NAMES.len())])
    });
    (number, name)
}
