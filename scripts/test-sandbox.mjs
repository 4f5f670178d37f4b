import { chownSync, cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { delimiter, join } from "node:path";
import { dotnetTests, summary } from "./dotnet-tests.mjs";
import { findDotnet } from "./dotnet.mjs";
import { main, run, Stop } from "./process.mjs";
import { at, root } from "./repository.mjs";

const project = at("tests", "CodexLsp.Sandbox.Tests");

// `nobody` and `nogroup`: a user without any rights.
const nobody = 65534;

const installers = [
  {
    program: "apt-get",
    commands: [
      ["update", "-qq"],
      ["install", "-y", "-qq", "--no-install-recommends", "bubblewrap"],
    ],
  },
  { program: "dnf", commands: [["install", "-y", "-q", "bubblewrap"]] },
  { program: "pacman", commands: [["-S", "--noconfirm", "bubblewrap"]] },
  { program: "zypper", commands: [["--non-interactive", "install", "bubblewrap"]] },
  { program: "apk", commands: [["add", "bubblewrap"]] },
];

/**
 * `npm run test:sandbox -- [--filter NAME]`: hostile commands in the sandbox, each of which must get nothing. Needs bubblewrap,
 * and installs it where it can. Started by root, the tests run as root and again as an ordinary user.
 */
await main(import.meta.url, async () => {
  if (process.platform !== "linux") {
    throw new Stop(`The sandbox is made with Linux's bubblewrap: on ${process.platform} there is nothing to test yet.`);
  }

  await installBubblewrap();
  const dotnet = await findDotnet();
  const args = process.argv.slice(2);
  const build = ["test", project, "-p:Sandbox=true", "-p:IsTestProject=true", "--nologo", "-v", "quiet"];
  const outcomes = [await dotnetTests(dotnet, at("TestResults", "sandbox"), [...build, ...args])];
  if (process.getuid() === 0) {
    outcomes.push(await asOrdinaryUser(dotnet, args));
  }

  return summary(outcomes);
});

function onPath(program) {
  return process.env.PATH.split(delimiter).some((folder) => existsSync(join(folder, program)));
}

async function installBubblewrap() {
  if (onPath("bwrap")) {
    return;
  }

  const installer = installers.find(({ program }) => onPath(program));
  const manually = "Install bubblewrap with your package manager and run this again.";
  if (installer === undefined) {
    throw new Stop(`bubblewrap (bwrap) is not installed, and no package manager known here is either. ${manually}`);
  }

  const sudo = process.getuid() === 0 ? [] : ["sudo", "-n"];
  for (const command of installer.commands) {
    const [program, ...args] = [...sudo, installer.program, ...command];
    const { code, stderr } = await run(program, args, { cwd: root });
    if (code !== 0) {
      throw new Stop(
        `bubblewrap is not installed, and \`${[program, ...args].join(" ")}\` failed:\n${stderr.trim()}\n${manually}`,
      );
    }
  }
}

/** The same tests without any right of root's. What they write, and the packages a build needs, root's folders would keep from them. */
async function asOrdinaryUser(dotnet, args) {
  const folder = mkdtempSync("/opt/codex-lsp-test-");
  try {
    const tests = join(folder, "tests");
    cpSync(join(project, "bin", "Debug", "net10.0"), tests, { recursive: true, filter: (path) => !path.endsWith("/m") });
    mkdirSync(join(folder, "home"));
    own(folder);
    const environment = { ...dotnet.environment, HOME: join(folder, "home"), USER: "nobody", TMPDIR: "/tmp" };
    const chosen = args[0] === "--filter" ? args.slice(1) : [];
    const filter = ["--filter", ["FullyQualifiedName!~DotnetTests", "FullyQualifiedName!~TaskTests", ...chosen].join("&")];
    const user = ["setpriv", `--reuid=${nobody}`, `--regid=${nobody}`, "--clear-groups"];
    const program = ["test", join(tests, "CodexLsp.Sandbox.Tests.dll"), ...filter];
    return await dotnetTests({ ...dotnet, environment }, join(folder, "results"), program, user);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function own(folder) {
  chownSync(folder, nobody, nobody);
  for (const name of readdirSync(folder, { recursive: true })) {
    chownSync(join(folder, name), nobody, nobody);
  }
}
