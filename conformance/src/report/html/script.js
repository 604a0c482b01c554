"use strict";
// The filter lives in the URL's fragment, so that a link shows what its sender saw. Nothing is loaded, nothing is sent.
(() => {
  const names = ["suite", "flag", "impl", "severity", "outcome"];
  const form = document.querySelector("form");
  const root = document.documentElement;
  const findings = [...document.querySelectorAll(".finding")];
  const usual = root.dataset.lang;

  const wanted = () => {
    const url = new URLSearchParams(location.hash.slice(1));
    for (const [name, value] of new URLSearchParams(location.search)) if (!url.has(name)) url.set(name, value);
    return url;
  };

  const apply = () => {
    const url = wanted();
    root.dataset.lang = url.get("lang") === "zh" || url.get("lang") === "en" ? url.get("lang") : usual;
    root.lang = root.dataset.lang;
    for (const option of form.querySelectorAll("option[data-zh]")) {
      option.textContent = root.lang === "zh" ? option.dataset.zh : option.value;
    }
    for (const name of names) {
      const value = url.get(name) ?? "";
      form.elements[name].value = value;
      // A value that the page does not have selects nothing, and shows nothing.
      if (form.elements[name].value !== value) form.elements[name].selectedIndex = -1;
    }
    let shown = 0;
    for (const finding of findings) {
      const own = finding.dataset;
      const fits = names.every((name) => {
        const value = url.get(name);
        return !value || (name === "flag" ? own.flags.split(" ").includes(value) : own[name] === value);
      });
      finding.hidden = !fits;
      if (fits) shown += 1;
    }
    document.getElementById("shown").textContent = `${shown} / ${findings.length}`;
    for (const section of document.querySelectorAll("section.severity")) {
      section.hidden = !section.querySelector(".finding:not([hidden])");
    }
    root.dataset.shown = shown;
  };

  const keep = (change) => {
    const url = wanted();
    change(url);
    for (const name of [...url.keys()]) if (!url.get(name)) url.delete(name);
    location.replace("#" + url);
  };

  form.addEventListener("change", (event) => keep((url) => url.set(event.target.name, event.target.value)));
  form.addEventListener("submit", (event) => event.preventDefault());
  document.getElementById("all").addEventListener("click", () => keep((url) => names.forEach((name) => url.set(name, ""))));
  document.getElementById("language").addEventListener("click", () =>
    keep((url) => url.set("lang", root.dataset.lang === "zh" ? "en" : "zh")));
  for (const button of document.querySelectorAll("button.copy")) {
    button.hidden = !navigator.clipboard;
    button.addEventListener("click", () => navigator.clipboard.writeText(button.previousElementSibling.textContent));
  }
  addEventListener("hashchange", apply);
  form.hidden = false;
  document.getElementById("language").hidden = false;
  apply();
})();
