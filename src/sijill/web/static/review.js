// The desk: keyboard first. Decisions are sent one by one; the page stays where it is.
import { tell, words } from "./speech.js";

document.documentElement.classList.add("js");
const cases = [...document.querySelectorAll("#cases .case")];
const done = [];
let at = -1;

function stand(number) {
  if (!cases.length) return;
  at = Math.max(0, Math.min(number, cases.length - 1));
  cases.forEach((one, n) => one.classList.toggle("current", n === at));
  cases[at].focus({ preventScroll: true });
  cases[at].scrollIntoView({ block: "nearest" });
}

async function send(given) {
  const answer = await fetch("/review/decide", {
    method: "POST", headers: { Accept: "application/json", "Content-Type": "application/x-www-form-urlencoded" },
    body: new URLSearchParams(given),
  });
  const said = await answer.json();
  if (!answer.ok) {
    tell(words("failed", { why: [said.problem, said.remedy].filter(Boolean).join("; ") }));
    return null;
  }
  watch();
  return said;
}

async function decide(form, verdict) {
  const one = form.closest(".case");
  const given = new FormData(form);
  given.set("verdict", verdict);
  for (const button of one.querySelectorAll("button")) button.disabled = true;
  const said = await send(given);
  for (const button of one.querySelectorAll("button")) button.disabled = false;
  if (!said) return;
  const entry = { id: said.decision.id, one, seal: given.get("seal") };
  done.push(entry);
  one.querySelector(".take-back")?.remove();
  one.classList.add("done");
  const line = one.querySelector(".verdict-line");
  if (line) line.replaceChildren(words(`verdict.${verdict}`), " ", makeUndo(entry));
  const box = tell(words("decided", { verdict: words(`verdict.${verdict}`) }) + (said.others ? ` ${words("also", { who: said.others })}` : ""));
  box.append(" ", makeUndo(entry));
  if (cases.includes(one)) stand(cases.indexOf(one) + 1);
}

// A button that takes the decision back, for those who have no keys.
function makeUndo(entry) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "undo";
  button.textContent = words("undo");
  button.addEventListener("click", () => undo(entry));
  return button;
}

async function undo(last = done.at(-1)) {
  if (!last) return tell(words("nothing_to_undo"));
  if (!done.includes(last)) return; // taken back already
  done.splice(done.indexOf(last), 1);
  if (!(await send({ verdict: "undo", decision: last.id, seal: last.seal }))) return done.push(last);
  last.one.classList.remove("done");
  const line = last.one.querySelector(".verdict-line");
  if (line) line.textContent = "";
  tell(words("undone"));
  stand(cases.indexOf(last.one));
}

document.addEventListener("submit", (event) => {
  const form = event.target.closest("#cases form");
  const verdict = event.submitter?.value;
  if (!form || !["accept", "reject", "edit"].includes(verdict)) return;
  event.preventDefault();
  decide(form, verdict);
});

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.target.closest("input, select, textarea")) {
    if (event.key === "Escape") stand(at);
    return;
  }
  const one = cases[at];
  const act = {
    j: () => stand(at + 1), ArrowDown: () => stand(at + 1), k: () => stand(at - 1), ArrowUp: () => stand(at - 1),
    a: () => one && decide(one.querySelector("form.acts"), "accept"), r: () => one && decide(one.querySelector("form.acts"), "reject"),
    u: () => undo(), o: () => one && open(one.dataset.open, "_self"), w: () => one?.querySelector("input[name=why]").focus(),
    e: () => {
      const more = one?.querySelector("details.more");
      if (more) more.open = true;
      more?.querySelector("select").focus();
    },
  }[event.key];
  if (!act || !cases.length) return;
  event.preventDefault();
  act();
});

let watching = false;
async function watch() {
  const line = document.getElementById("state");
  if (watching || !line) return;
  watching = true;
  for (let n = 0; n < 900; n++) {
    await new Promise((done) => setTimeout(done, 900));
    const state = await (await fetch("/review/state.json")).json();
    line.textContent = state.problem ? words("failed", { why: state.problem })
      : state.building || state.waiting ? words("building") : words("up_to_date", { n: state.version });
    if (!state.building && !state.waiting) break;
  }
  watching = false;
}

stand(0);
if (document.getElementById("state")?.textContent.includes("…")) watch();
