// A document: a quote and the note beside it light up together.
import { watchSelection } from "./adding.js";

document.documentElement.classList.add("js");
const text = document.getElementById("text");

function light(ids) {
  for (const mark of document.querySelectorAll(".q, .note-card")) {
    const own = mark.dataset.claim ? [mark.dataset.claim] : mark.dataset.claims.split(" ");
    mark.classList.toggle("lit", own.some((id) => ids.includes(id)));
  }
}

function follow() {
  const id = decodeURIComponent(location.hash.slice(1));
  const note = id && document.querySelector(`.note-card[data-claim="${CSS.escape(id)}"]`);
  if (!note) return;
  light([id]);
  const mark = [...text.querySelectorAll(".q")].find((one) => one.dataset.claims.split(" ").includes(id));
  mark?.scrollIntoView({ block: "center" });
  note.parentElement.parentElement.scrollTop = note.offsetTop - 80;
}

text.addEventListener("click", (event) => {
  const mark = event.target.closest(".q");
  if (!mark || !getSelection().isCollapsed) return;
  history.replaceState(null, "", `#${mark.dataset.claims.split(" ").at(-1)}`);
  follow();
});
addEventListener("hashchange", follow);
follow();
watchSelection(text);
