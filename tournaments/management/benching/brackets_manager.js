// Prints, as JSON, how many milliseconds brackets-manager takes to make a double elimination of
// each size that its arguments name, the best of several runs. The first argument is the repeats.
const { BracketsManager } = require("brackets-manager");
const { InMemoryDatabase } = require("brackets-memory-db");

async function made(size) {
    const manager = new BracketsManager(new InMemoryDatabase());
    await manager.create.stage({
        tournamentId: 0,
        name: "Main",
        type: "double_elimination",
        seeding: Array.from({ length: size }, (_, place) => `P${place + 1}`),
        settings: { grandFinal: "double" },
    });
}

async function best(size, repeats) {
    let fastest = Infinity;
    for (let repeat = 0; repeat < repeats; repeat++) {
        const start = performance.now();
        await made(size);
        fastest = Math.min(fastest, performance.now() - start);
    }
    return fastest;
}

(async () => {
    const [repeats, ...sizes] = process.argv.slice(2).map(Number);
    const times = {};
    for (const size of sizes) times[size] = await best(size, repeats);
    console.log(JSON.stringify(times));
})();
