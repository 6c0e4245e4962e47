/*
 * A question that hangs on another is shown once that has the answer, and what a member of a team
 * is asked once they play. The server leaves out by itself what was not asked; without this script
 * all questions are shown.
 */
(() => {
  const PLAYS = ["starter", "substitute"];
  const plain = (text) => text.trim().toLowerCase();

  const answers = (form, name) => {
    const field = form.elements[name];
    if (!field) return [];
    const inputs = field instanceof RadioNodeList ? [...field] : [field];
    return inputs.flatMap((input) => {
      if (input.type !== "checkbox" && input.type !== "radio") return [input.value];
      // A box that stands alone says yes or no; it has no value of its own.
      if (input.type === "checkbox" && !input.hasAttribute("value")) return [input.checked ? "yes" : "no"];
      return input.checked ? [input.value] : [];
    });
  };

  const show = (form) => {
    for (const part of form.querySelectorAll("[data-plays]")) {
      part.hidden = !answers(form, part.dataset.plays).some((role) => PLAYS.includes(role));
    }
    // In their order, since one may hang on one that is hidden itself.
    const hidden = new Set();
    for (const part of form.querySelectorAll("[data-shown-if]")) {
      const { shownIf, shownIfIs } = part.dataset;
      const given = hidden.has(shownIf) ? [] : answers(form, shownIf);
      part.hidden = !given.some((each) => plain(each) === plain(shownIfIs));
      if (part.hidden) {
        for (const input of part.querySelectorAll("[name]")) hidden.add(input.name);
      }
    }
  };

  for (const form of document.querySelectorAll("form[data-questions]")) {
    form.addEventListener("input", () => show(form));
    show(form);
  }
})();
