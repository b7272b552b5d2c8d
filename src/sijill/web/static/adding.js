// Words selected in a document become the quote of a claim that was missed.
import { tell, words } from "./speech.js";

// The place of a point of the page in the document's text, in code points as the record counts.
function findOffset(node, offset) {
  const piece = (node.nodeType === Node.TEXT_NODE ? node.parentElement : node).closest("[data-start]");
  if (!piece) return null;
  const before = document.createRange();
  before.setStart(piece, 0);
  before.setEnd(node, offset);
  return Number(piece.dataset.start) + [...before.toString()].length;
}

export function watchSelection(text) {
  const form = document.getElementById("add-claim");
  if (!form) return;
  const cancel = () => {
    form.hidden = true;
    text.focus?.();
  };

  function offer() {
    const chosen = getSelection();
    if (chosen.isCollapsed || !chosen.rangeCount || form.contains(chosen.anchorNode)) return;
    const range = chosen.getRangeAt(0);
    if (!text.contains(range.startContainer) || !text.contains(range.endContainer)) return;
    const quote = range.toString();
    if (quote.trim().length < 2 || quote.length > 2000) return;
    form.elements.quote.value = quote;
    form.elements.start.value = findOffset(range.startContainer, range.startOffset) ?? "";
    form.querySelector("blockquote").textContent = quote;
    form.hidden = false;
  }

  document.addEventListener("pointerup", () => setTimeout(offer));
  text.addEventListener("keyup", offer);
  document.getElementById("add-cancel").addEventListener("click", cancel);
  form.addEventListener("keydown", (event) => event.key === "Escape" && cancel());
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const answer = await fetch(form.action, {
      method: "POST", headers: { Accept: "application/json", "Content-Type": "application/x-www-form-urlencoded" },
      body: new URLSearchParams(new FormData(form)),
    });
    const said = await answer.json();
    if (!answer.ok) return tell(words("failed", { why: `${said.problem} ${said.remedy ?? ""}` }));
    form.hidden = true;
    tell(words("added"));
    awaitBuild();
  });
}

// The page is shown anew once the record has what was decided.
export async function awaitBuild() {
  const before = (await (await fetch("/review/state.json")).json()).version;
  for (let n = 0; n < 240; n++) {
    await new Promise((done) => setTimeout(done, 700));
    const state = await (await fetch("/review/state.json")).json();
    if (state.problem) return tell(words("failed", { why: state.problem }));
    if (state.version !== before || !(state.building || state.waiting)) return location.reload();
  }
}
