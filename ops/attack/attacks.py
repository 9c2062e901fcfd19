"""What the attacks of this folder share: a server under faults, and the table that ends each of them."""
import argparse, http.client, json, os, pathlib, random, signal, subprocess, sys, tempfile, threading, time

HERE = pathlib.Path(__file__).resolve().parent


def arguments(description, **more):
    """--seed and --binary, and whatever else an attack takes (name=default)."""
    parser = argparse.ArgumentParser(description=description)
    parser.add_argument("--seed", type=int, default=int(time.time()))
    parser.add_argument("--binary", default=str(HERE.parent.parent / "target/release/maillage"))
    for name, default in more.items():
        parser.add_argument("--" + name, type=type(default), default=default)
    given = parser.parse_args()
    random.seed(given.seed)
    return given


class Machine:
    """A folder for a store, and the faults of the machine that it lies on."""

    def __init__(self, binary):
        self.binary, self.folder = binary, tempfile.mkdtemp(prefix="maillage-attack-")
        self.library = os.path.join(self.folder, "faults.so")
        subprocess.run(["cc", "-shared", "-fPIC", "-O1", "-o", self.library, str(HERE / "faults.c"), "-ldl"], check=True)
        self.faults("")

    def faults(self, lines):
        new = os.path.join(self.folder, "faults.new")
        pathlib.Path(new).write_text(lines)
        os.rename(new, os.path.join(self.folder, "faults"))

    def environment(self):
        return {**os.environ, "LD_PRELOAD": self.library, "MAILLAGE_FAULTS": os.path.join(self.folder, "faults"),
                "MAILLAGE_STORE": "sqlite:" + os.path.join(self.folder, "maillage.sqlite")}

    def run(self, *words):
        return subprocess.run([self.binary, *words], env=self.environment(), capture_output=True, text=True)

    def serve(self, *words):
        return Server(self, words)


class Server:
    def __init__(self, machine, words):
        self.process = subprocess.Popen([machine.binary, "serve", "--listen", "127.0.0.1:0", *words],
                                        env=machine.environment(), stderr=subprocess.PIPE, text=True)
        self.address = None
        for line in self.process.stderr:
            if line.startswith("maillage: listening on http://"):
                self.address = line.split("//", 1)[1].strip()
                break
        if self.address is None:
            raise SystemExit("the server did not start: %s" % self.process.wait())
        threading.Thread(target=lambda: [None for _ in self.process.stderr], daemon=True).start()

    def ask(self, method, path, body=None, headers=None, wait=30):
        """Status, headers, body; (0, {}, why) when there was no answer."""
        connection = http.client.HTTPConnection(self.address, timeout=wait)
        try:
            sent = {**({"content-type": "application/json"} if body is not None else {}), **(headers or {})}
            connection.request(method, path, None if body is None else json.dumps(body), sent)
            answer = connection.getresponse()
            return answer.status, dict(answer.getheaders()), answer.read()
        except OSError as why:
            return 0, {}, str(why).encode()
        finally:
            connection.close()

    def open_space(self):
        return self.ask("PUT", "/v1/spaces/s", {"data": {"name": "Ville", "kind": "city"}})

    def reasons(self):
        _, _, body = self.ask("GET", "/readyz")
        try:
            return [reason["code"] for reason in json.loads(body).get("reasons", [])]
        except ValueError:
            return ["no answer"]

    def until(self, reasons, seconds=60):
        end = time.time() + seconds
        while self.reasons() != reasons and time.time() < end:
            time.sleep(0.05)
        return self.reasons()

    def memory(self):
        """Resident megabytes now."""
        for line in open("/proc/%d/status" % self.process.pid):
            if line.startswith("VmRSS:"):
                return int(line.split()[1]) / 1024
        return 0

    def stop(self):
        self.process.send_signal(signal.SIGTERM)
        return self.process.wait(30)

    def kill(self):
        self.process.kill()
        return self.process.wait(30)

    def ended(self, seconds=30):
        try:
            return self.process.wait(seconds)
        except subprocess.TimeoutExpired:
            return None


class Table:
    def __init__(self, seed):
        self.rows, self.seed = [], seed

    def add(self, attack, expected, seen, held):
        self.rows.append((attack, expected, str(seen), "holds" if held else "FAILS"))
        print("%s: %s" % (attack, self.rows[-1][3]), file=sys.stderr)

    def end(self):
        heads = ("attack", "expected", "seen", "verdict")
        widths = [max(len(row[at]) for row in [heads, *self.rows]) for at in range(4)]
        for row in [heads, tuple("-" * width for width in widths), *self.rows]:
            print(" | ".join(cell.ljust(width) for cell, width in zip(row, widths)).rstrip())
        failed = sum(row[3] != "holds" for row in self.rows)
        print("%d attacks, %d failed, seed %d" % (len(self.rows), failed, self.seed))
        raise SystemExit(1 if failed else 0)
