-- A final sigma is compared as any other, and h and t with a stroke as the plain letters.
UPDATE agents SET folded = replace(replace(replace(folded, 'ς', 'σ'), 'ħ', 'h'), 'ŧ', 't');
UPDATE skill_groups SET folded = replace(replace(replace(folded, 'ς', 'σ'), 'ħ', 'h'), 'ŧ', 't');
UPDATE customer_names SET folded = replace(replace(replace(folded, 'ς', 'σ'), 'ħ', 'h'), 'ŧ', 't');

-- Two accounts whose names differed by nothing else would become one name. The second keeps its rights and its password
-- under a name that says so, which `user list` shows.
UPDATE OR IGNORE users SET folded = replace(replace(replace(folded, 'ς', 'σ'), 'ħ', 'h'), 'ŧ', 't');
UPDATE users SET
    name = name || ' (' || key || ')',
    folded = replace(replace(replace(folded, 'ς', 'σ'), 'ħ', 'h'), 'ŧ', 't') || ' (' || key || ')'
WHERE instr(folded, 'ς') > 0 OR instr(folded, 'ħ') > 0 OR instr(folded, 'ŧ') > 0;
