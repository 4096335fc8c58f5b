//! Short names for what the program imports. wasm-bindgen's names end in sixteen digits that no compressor can shorten,
//! and they stand in the program and in the script.

use crate::run::{Failure, Outcome};

/// The module that wasm-bindgen imports from.
const MODULE: &[u8] = b"./page_bg.js";

/// The id of the section of imports, and the kind of import that is a function.
const IMPORTS: u8 = 2;
const FUNCTION: u8 = 0;

/// Renames what the program imports from its script, in both.
pub(super) fn shorten(wasm: &[u8], script: &str) -> Outcome<(Vec<u8>, String)> {
    let (wasm, long) =
        rename(wasm).ok_or_else(|| Failure::Check("FAILED: the imports of the program cannot be read".into()))?;
    let short = |word: &str| long.iter().position(|it| it == word).map(name);
    Ok((wasm, words(script).map(|word| short(word).unwrap_or_else(|| word.to_owned())).collect()))
}

fn name(at: usize) -> String {
    format!("_{at}")
}

/// The program with short names, and the long ones in their order.
fn rename(wasm: &[u8]) -> Option<(Vec<u8>, Vec<String>)> {
    let mut long = Vec::new();
    let mut out = wasm.get(..8)?.to_vec();
    let mut rest = Reader(wasm.get(8..)?);
    while !rest.0.is_empty() {
        let id = rest.byte()?;
        let content = rest.list()?;
        let renamed = if id == IMPORTS { Some(section(content, &mut long)?) } else { None };
        let content = renamed.as_deref().unwrap_or(content);
        out.push(id);
        put_list(&mut out, content);
    }
    Some((out, long))
}

fn section(content: &[u8], long: &mut Vec<String>) -> Option<Vec<u8>> {
    let mut out = Vec::with_capacity(content.len());
    let mut rest = Reader(content);
    let count = rest.number()?;
    put_number(&mut out, count);
    for _ in 0..count {
        let (module, field) = (rest.list()?, rest.list()?);
        put_list(&mut out, module);
        let is_ours = module == MODULE && rest.0.first() == Some(&FUNCTION);
        if is_ours {
            put_list(&mut out, name(long.len()).as_bytes());
            long.push(String::from_utf8(field.to_vec()).ok()?);
        } else {
            put_list(&mut out, field);
        }
        let what = rest.0;
        rest.skip_type()?;
        out.extend_from_slice(&what[..what.len() - rest.0.len()]);
    }
    rest.0.is_empty().then_some(out)
}

/// What is left to read.
struct Reader<'a>(&'a [u8]);

impl<'a> Reader<'a> {
    fn byte(&mut self) -> Option<u8> {
        let (first, rest) = self.0.split_first()?;
        self.0 = rest;
        Some(*first)
    }

    /// A number as wasm writes it (LEB128).
    fn number(&mut self) -> Option<u32> {
        let (mut number, mut shift) = (0, 0);
        loop {
            let byte = self.byte()?;
            number |= u32::from(byte & 0x7f).checked_shl(shift)?;
            if byte < 0x80 {
                return Some(number);
            }
            shift += 7;
        }
    }

    /// Bytes after their count.
    fn list(&mut self) -> Option<&'a [u8]> {
        let count = self.number()? as usize;
        let (list, rest) = self.0.split_at_checked(count)?;
        self.0 = rest;
        Some(list)
    }

    /// What an import is: a function, a table, a memory, a global or a tag.
    fn skip_type(&mut self) -> Option<()> {
        match self.byte()? {
            FUNCTION => drop(self.number()?),
            1 => {
                self.byte()?;
                self.skip_limits()?;
            }
            2 => self.skip_limits()?,
            3 => {
                self.byte()?;
                self.byte()?;
            }
            4 => {
                self.byte()?;
                self.number()?;
            }
            _ => return None,
        }
        Some(())
    }

    fn skip_limits(&mut self) -> Option<()> {
        let has_most = self.byte()? & 1 == 1;
        self.number()?;
        if has_most {
            self.number()?;
        }
        Some(())
    }
}

fn put_number(out: &mut Vec<u8>, mut number: u32) {
    loop {
        let [low, ..] = number.to_le_bytes();
        number >>= 7;
        if number == 0 {
            out.push(low & 0x7f);
            return;
        }
        out.push(low | 0x80);
    }
}

fn put_list(out: &mut Vec<u8>, list: &[u8]) {
    put_number(out, u32::try_from(list.len()).expect("wasm has 32 bits"));
    out.extend_from_slice(list);
}

/// A script's words and what stands between them.
fn words(script: &str) -> impl Iterator<Item = &str> {
    let is_word = |char: char| char.is_alphanumeric() || char == '_' || char == '$';
    let mut rest = script;
    std::iter::from_fn(move || {
        let first = rest.chars().next()?;
        let end = rest.find(|char| is_word(char) != is_word(first)).unwrap_or(rest.len());
        let (word, after) = rest.split_at(end);
        rest = after;
        Some(word)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A program that imports a memory and two functions of the script, with one section after them.
    fn program(first: &str, second: &str) -> Vec<u8> {
        let mut imports = vec![3];
        put_list(&mut imports, b"env");
        put_list(&mut imports, b"memory");
        imports.extend([2, 1, 17, 0x80, 0x80, 1]);
        for (field, kind) in [(first, 0), (second, 1)] {
            put_list(&mut imports, MODULE);
            put_list(&mut imports, field.as_bytes());
            imports.extend([0, kind]);
        }
        let mut wasm = b"\0asm\x01\0\0\0".to_vec();
        wasm.push(IMPORTS);
        put_list(&mut wasm, &imports);
        wasm.push(7);
        put_list(&mut wasm, &[0; 200]);
        wasm
    }

    #[test]
    fn imports_get_short_names_in_the_program_and_in_the_script_alike() {
        let (first, second) = ("__wbg_now_37839916ec63896b", "__wbg_now_37839916ec63896b2");
        let script = format!("const a={{{first}:function(){{}},{second}:()=>'{first}x'}}");
        let (wasm, script) = shorten(&program(first, second), &script).expect("it can be read");
        assert_eq!(wasm, program("_0", "_1"));
        assert_eq!(script, format!("const a={{_0:function(){{}},_1:()=>'{first}x'}}"));
    }

    #[test]
    fn a_program_that_is_cut_off_is_no_program() {
        let whole = program("a", "b");
        assert!(shorten(&whole[..whole.len() - 1], "").is_err());
        assert!(shorten(b"\0asm", "").is_err());
    }
}
