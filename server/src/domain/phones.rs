//! Agents' phones: which ring, who is on the line, who holds it, and under which number each is reached.

use std::collections::HashMap;

use call_records_wire::call::Agent;

/// A phone that rings.
#[derive(Debug)]
pub(super) struct Rung {
    pub(super) agent: Agent,
    /// The place of its ring in the operations log.
    pub(super) position: usize,
}

/// Whose number the customer reached.
#[derive(Debug, Default)]
enum Reached {
    #[default]
    Nobody,
    /// This agent was rung, and nobody took the call yet.
    Rung(String),
    /// This agent took the call.
    Taken(String),
    /// Somebody took the call who is not named.
    TakenUnnamed,
}

/// The phones of one call.
#[derive(Debug, Default)]
pub(super) struct Phones {
    ringing: Vec<Rung>,
    on_line: Vec<String>,
    /// Who put the customer on hold and is still there; empty where nobody is named.
    holders: Vec<String>,
    /// The number of each agent, as it was told last.
    numbers: HashMap<String, String>,
    reached: Reached,
}

impl Phones {
    pub(super) fn ring(&mut self, agent: Agent, number: Option<String>, position: usize) {
        self.stop_ringing(&agent.id);
        self.learn(&agent.id, number);
        if matches!(self.reached, Reached::Nobody | Reached::Rung(_)) {
            self.reached = Reached::Rung(agent.id.clone());
        }
        self.ringing.push(Rung { agent, position });
    }

    pub(super) fn ringing(&self) -> &[Rung] {
        &self.ringing
    }

    pub(super) fn rings(&self, agent: &Agent) -> bool {
        self.ringing.iter().any(|it| it.agent.id == agent.id)
    }

    /// The agent of the one phone that rings: whom an answer without a name is of.
    pub(super) fn only_ringing(&self) -> Option<Agent> {
        match self.ringing.as_slice() {
            [only] => Some(only.agent.clone()),
            _ => None,
        }
    }

    pub(super) fn stop_ringing(&mut self, agent_id: &str) {
        self.ringing.retain(|it| it.agent.id != agent_id);
    }

    pub(super) fn stop_all_but(&mut self, agent_id: &str) {
        self.ringing.retain(|it| it.agent.id == agent_id);
    }

    pub(super) fn stop_all(&mut self) {
        self.ringing.clear();
    }

    /// Notes an agent's number.
    pub(super) fn learn(&mut self, agent_id: &str, number: Option<String>) {
        if let Some(number) = number {
            self.numbers.insert(agent_id.to_owned(), number);
        }
    }

    /// Somebody has the customer: the number that was called is theirs from now on.
    pub(super) fn take(&mut self, agent_id: Option<&str>) {
        self.reached = agent_id.map_or(Reached::TakenUnnamed, |id| Reached::Taken(id.to_owned()));
        self.holders.clear();
    }

    /// The number of whoever took the call last; before anybody did, of whoever was rung last.
    pub(super) fn number(&self) -> Option<&str> {
        match &self.reached {
            Reached::Rung(agent_id) | Reached::Taken(agent_id) => self.numbers.get(agent_id).map(String::as_str),
            Reached::Nobody | Reached::TakenUnnamed => None,
        }
    }

    pub(super) fn come(&mut self, agent_id: &str) {
        if !self.on_line.iter().any(|it| it == agent_id) {
            self.on_line.push(agent_id.to_owned());
        }
    }

    pub(super) fn leave(&mut self, agent_id: &str) {
        self.on_line.retain(|it| it != agent_id);
        self.holders.retain(|it| it != agent_id);
    }

    pub(super) fn all_leave(&mut self) {
        self.on_line.clear();
        self.holders.clear();
    }

    /// Who came on the line last and is there.
    pub(super) fn last_on_line(&self) -> Option<&str> {
        self.on_line.last().map(String::as_str)
    }

    /// The customer is put on hold, by this agent or by whoever is on the line.
    pub(super) fn hold(&mut self, agent: Option<&Agent>) {
        self.holders = agent.map_or_else(|| self.on_line.clone(), |agent| vec![agent.id.clone()]);
    }

    pub(super) fn holds(&self, agent: Option<&Agent>) -> bool {
        agent.is_some_and(|agent| self.holders.contains(&agent.id))
    }

    pub(super) fn nobody_holds(&self) -> bool {
        self.holders.is_empty()
    }
}
