// A button with data-copy="<id>" copies the text of that element and says so for a moment.
document.addEventListener("click", async (event) => {
  const button = event.target.closest("[data-copy]");
  if (!button) return;
  const source = document.getElementById(button.dataset.copy);
  await navigator.clipboard.writeText(source.textContent.trim());
  const before = button.innerHTML;
  button.textContent = button.dataset.copied;
  button.disabled = true;
  setTimeout(() => {
    button.innerHTML = before;
    button.disabled = false;
  }, 1600);
});
