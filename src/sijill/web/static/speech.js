// The page's words for its scripts.
const strings = JSON.parse(document.getElementById("speech").textContent);
const counting = new Intl.PluralRules(document.documentElement.lang);

export function words(key, values = {}) {
  // Of a number, the form that the language has for so many.
  const form = typeof values.n === "number" ? strings[`${key}.${counting.select(values.n)}`] : undefined;
  return (form ?? strings[key] ?? key).replace(/\{(\w+)\}/g, (_, name) => {
    const value = values[name];
    return typeof value === "number" ? value.toLocaleString("en") : String(value);
  });
}

export function tell(text) {
  document.querySelector(".told")?.remove();
  const box = document.createElement("div");
  box.className = "told";
  box.setAttribute("role", "status");
  box.textContent = text;
  document.body.append(box);
  setTimeout(() => box.remove(), 6000);
  return box;
}
