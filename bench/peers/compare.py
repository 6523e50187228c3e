#!/usr/bin/env python3
"""Gyrus beside its peers on the CPU: the same network, the same shapes, the same step, in alternating bursts of one run.

Three tables: whole steps and the 3x3 convolutions of the network one by one against PyTorch (whose convolutions are oneDNN's), and
the same convolutions against Deeplearning4j. All processes of a table are started and warmed first; then each in turn runs for a
short burst, round after round, so that what else the machine does hits them alike. It should do nothing else, though. Prints Markdown:
medians, their spread (p10 to p90), and how many times longer the peer takes.

Peers are no part of Gyrus. PyTorch is found in the Python named by --python or GYRUS_TORCH_PYTHON; "memory kept" is PyTorch with
the C library told to keep freed memory instead of returning it to the system. Deeplearning4j is fetched by Maven at its first use
(200 MB) into bench/target/deeplearning4j.

usage: compare.py --python /path/to/venv/bin/python [--only steps|convolutions|deeplearning4j] [--json FILE]
                  [--quick [--batch N] [--threads N]]
Some 25 minutes on two idle cores, with --quick 4.
"""
import argparse
import contextlib
import datetime
import json
import os
import pathlib
import platform
import signal
import statistics
import subprocess
import sys

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parent.parent
KEEP_MEMORY = {'GLIBC_TUNABLES': 'glibc.malloc.mmap_max=0:glibc.malloc.trim_threshold=68719476736'}

GYRUS = 'Gyrus'
EAGER = 'PyTorch as installed'
KEPT = 'PyTorch, memory kept'
COMPILED = 'PyTorch, compiled'
BFLOAT16 = 'PyTorch, bfloat16'
DEEPLEARNING4J = 'Deeplearning4j'
FLOAT32 = (EAGER, KEPT, COMPILED)
BUSY = 0.5  # load at the start, beyond which ratios mislead
WARM = 1.05  # slower in the first round than in the others together by more than this: it was still warming up


class Trouble(Exception):
    """Something the user can mend."""


class Peer:
    """A process that runs steps on request, and ends when its input does."""

    def __init__(self, name, options, threads):
        self.name = name
        environment = dict(os.environ, OMP_NUM_THREADS=str(threads))
        if name == GYRUS:
            command = [str(options.gyrus), 'bench', 'serve', '--threads', str(threads)]
        elif name == DEEPLEARNING4J:
            command = deeplearning4j(options)
        else:
            command = [options.python, str(HERE / 'torch_server.py'), '--threads', str(threads)]
            command += ['--bfloat16'] if name == BFLOAT16 else ['--compile'] if name == COMPILED else []
            environment.update(KEEP_MEMORY if name == KEPT else {})
        self.process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
                                        text=True, env=environment, start_new_session=True)  # Ctrl-C is ours alone
        self.about = self.ask('about')

    def ask(self, request):
        try:
            self.process.stdin.write(request + '\n')
            self.process.stdin.flush()
            answer = self.process.stdout.readline().strip()
        except BrokenPipeError:
            answer = ''
        if not answer:
            raise Trouble(f'{self.name} ended without an answer to "{request}"; run it by hand to see why: '
                          + ' '.join(self.process.args))
        return answer

    def times(self, request):
        """Milliseconds, or nothing where the peer cannot do it."""
        answer = self.ask(request)
        if answer.startswith('unavailable'):
            note(f'{self.name}: {request}: {answer}')
            return []
        return [float(word) for word in answer.split()]

    def __enter__(self):
        return self

    def __exit__(self, kind, *_):
        if kind is not None:
            self.process.kill()
        with contextlib.suppress(BrokenPipeError):
            self.process.stdin.close()
        self.process.wait()


@contextlib.contextmanager
def started(names, options, threads):
    with contextlib.ExitStack() as stack:
        yield [stack.enter_context(Peer(name, options, threads)) for name in names]


def deeplearning4j(options):
    """The command that starts it, its libraries fetched."""
    libraries = ROOT / 'bench' / 'target' / 'deeplearning4j'
    if not libraries.is_dir():
        note('fetching Deeplearning4j')
        part = libraries.with_name('deeplearning4j.part')
        command = ['mvn', '-q', '-f', str(HERE / 'deeplearning4j' / 'pom.xml'), 'dependency:copy-dependencies',
                   f'-DoutputDirectory={part}']
        fetched = subprocess.run(command, capture_output=True, text=True)
        if fetched.returncode:
            said = fetched.stdout.strip().splitlines() or ['Maven says nothing']
            raise Trouble('Deeplearning4j could not be fetched: ' + said[0])
        part.rename(libraries)
    return [options.java, '--enable-native-access=ALL-UNNAMED', '-cp', f'{libraries}/*',
            str(HERE / 'deeplearning4j' / 'Deeplearning4jServer.java')]


def note(text):
    print(text, file=sys.stderr, flush=True)


def contest(peers, request, warm_up, burst, rounds):
    """Alternates bursts; returns each peer's figures by name."""
    counts = {}
    for peer in peers:
        last = peer.times(f'warm {warm_up} {request}')
        if last:
            counts[peer] = max(1, round(1000 * burst / last[0]))
    times = {peer: [] for peer in counts}
    for _ in range(rounds):
        for peer, count in counts.items():
            times[peer].append(peer.times(f'{request} {count}'))
    return {peer.name: summary(bursts) for peer, bursts in times.items()}


def summary(bursts):
    """Figures of one peer's runs; each burst is a list of milliseconds."""
    times = [each for burst in bursts for each in burst]
    deciles = statistics.quantiles(times, n=10, method='inclusive') if len(times) > 1 else times * 9
    later = [each for burst in bursts[1:] for each in burst] or times
    return {'median': statistics.median(times), 'p10': deciles[0], 'p90': deciles[8], 'runs': len(times),
            'first_round': statistics.median(bursts[0]) / statistics.median(later)}


def best_float32(figures):
    return min((figures[name]['median'] for name in FLOAT32 if name in figures), default=float('nan'))


def steps(options, rows):
    """Whole steps: for each number of threads and batch, training and inference, and the memory of training."""
    for threads, batch, modes, names in options.contests:
        with started(names, options, threads) as peers:
            for mode in modes:
                note(f'{mode}, {threads} threads, batch {batch}')
                figures = contest(peers, f'{mode} {options.width} {options.size} {batch}',
                                  options.warm_up, options.burst, options.rounds)
                memory = {peer.name: int(peer.ask('memory')) for peer in peers if mode == 'train' and peer.name in figures}
                rows.append({'mode': mode, 'threads': threads, 'batch': batch, 'figures': figures, 'mebibytes': memory})
                note('; '.join(f'{name} {figure["median"] / batch:.1f}' for name, figure in figures.items()) + ' ms per image')


def convolutions(options, rows, names, ops, rounds):
    """Each 3x3 convolution of the network, of two peers."""
    network = f'{options.width} {options.size} {options.conv_batch}'
    with started(names, options, os.cpu_count()) as peers:
        for shape in peers[0].ask('shapes ' + network).split():
            note(f'3x3 convolution {shape}')
            for op in ops:
                figures = contest(peers, f'conv {op} {network} {shape}', options.conv_warm_up, options.conv_burst, rounds)
                if len(figures) == 2:
                    rows.append({'shape': shape, 'op': op, 'figures': figures})


def cell(figure, batch=1):
    return f'{figure["median"] / batch:.1f} ({figure["p10"] / batch:.1f}-{figure["p90"] / batch:.1f})' if figure else ''


def ratio(value):
    return '' if value != value else f'{value:.2f}'


def print_steps(rows):
    names = [GYRUS, EAGER, KEPT, COMPILED, BFLOAT16]
    print('Milliseconds per image, median (p10-p90):\n')
    print('| | ' + ' | '.join(names) + ' | best float32 / Gyrus | bfloat16 / Gyrus |')
    print('|---' * (len(names) + 3) + '|')
    for row in rows:
        figures, batch = row['figures'], row['batch']
        ours = figures[GYRUS]['median'] if GYRUS in figures else float('nan')
        bfloat16 = figures[BFLOAT16]['median'] if BFLOAT16 in figures else float('nan')
        print(f'| {"training" if row["mode"] == "train" else "inference"}, {counted(row["threads"])}, batch {batch} | '
              + ' | '.join(cell(figures.get(name), batch) for name in names)
              + f' | **{ratio(best_float32(figures) / ours)}** | {ratio(bfloat16 / ours)} |')
    print('\nMost memory resident while training, MiB:\n')
    print('| | ' + ' | '.join(names) + ' |')
    print('|---' * (len(names) + 1) + '|')
    for row in rows:
        if row['mebibytes']:
            print(f'| {counted(row["threads"])}, batch {row["batch"]} | '
                  + ' | '.join(str(row['mebibytes'].get(name, '')) for name in names) + ' |')


def counted(threads):
    return f'{threads} thread' + ('' if threads == 1 else 's')


def print_convolutions(rows, peer, ops):
    print('| N,H,W,I,O | ' + ' | | '.join(ops.values()) + ' | |')
    print('|---' * (2 * len(ops) + 1) + '|')
    ratios = []
    for shape in dict.fromkeys(row['shape'] for row in rows):
        cells = []
        for op in ops:
            found = [row['figures'] for row in rows if row['shape'] == shape and row['op'] == op]
            if found:
                ours, theirs = (found[0][name]['median'] for name in (GYRUS, peer))
                ratios.append(theirs / ours)
                cells += [f'{ours:.2f} / {theirs:.2f}', f'**{theirs / ours:.2f}**']
            else:
                cells += ['', '']
        print(f'| {shape} | ' + ' | '.join(cells) + ' |')
    print(f'\nRatios from {min(ratios):.2f} to {max(ratios):.2f}, their median {statistics.median(ratios):.2f}.')


def print_warnings(result):
    if result['load'] > BUSY:
        print(f'**Not for quoting**: other work ran (load {result["load"]:.1f}), and threads that wait for each other by spinning, '
              "as PyTorch's do, suffer from that far more than others.\n")
    cold = [f'{name} ({100 * (figure["first_round"] - 1):.0f} % slower, {row["mode"]}, {counted(row["threads"])}, '
            f'batch {row["batch"]})'
            for row in result['steps'] for name, figure in row['figures'].items() if figure['first_round'] > WARM]
    if cold:
        print('In the first round not yet as fast as later, or disturbed: ' + '; '.join(cold) + '.\n')


def processor():
    try:
        lines = pathlib.Path('/proc/cpuinfo').read_text().splitlines()
        return next(line.split(':', 1)[1].strip() for line in lines if line.startswith('model name'))
    except (OSError, StopIteration):
        return platform.machine()


def parsed():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument('--python', default=os.environ.get('GYRUS_TORCH_PYTHON'), help='a Python with PyTorch')
    parser.add_argument('--gyrus', type=pathlib.Path, default=ROOT / 'gyrus', help='the launcher')
    parser.add_argument('--java', default='java', help='for Deeplearning4j, 17 or later')
    parser.add_argument('--width', type=int, default=32)
    parser.add_argument('--size', type=int, default=128)
    parser.add_argument('--conv-batch', type=int, default=8)
    parser.add_argument('--rounds', type=int, help='bursts of each process; default: 7, with --quick 3')
    parser.add_argument('--only', choices=('steps', 'convolutions', 'deeplearning4j'))
    parser.add_argument('--json', type=pathlib.Path, help='keep all figures')
    parser.add_argument('--quick', action='store_true', help='a look: one batch, few rounds, PyTorch alone')
    parser.add_argument('--batch', type=int, default=8, help='images a step of a look at steps; default: 8')
    parser.add_argument('--threads', type=int, default=os.cpu_count(), help='of a look at steps; default: all cores')
    options = parser.parse_args()
    cores = os.cpu_count()
    if not options.quick and (options.batch, options.threads) != (8, cores):
        parser.error('--batch and --threads are for --quick; without it all batches and threads are measured')
    if options.batch < 1 or not 1 <= options.threads <= cores:
        parser.error(f'--batch {options.batch} --threads {options.threads}: at least 1 image, and from 1 to {cores} threads')
    both = ('train', 'infer')
    if options.quick:
        options.contests = [(options.threads, options.batch, both, [GYRUS, EAGER, KEPT, BFLOAT16])]
        options.rounds = options.rounds or 3
        options.warm_up, options.burst = 2, 0.7
    else:
        options.contests = [
            (cores, 8, both, [GYRUS, EAGER, KEPT, COMPILED, BFLOAT16]),
            (cores, 1, ('train',), [GYRUS, EAGER, KEPT, COMPILED, BFLOAT16]),
            (cores, 32, ('train',), [GYRUS, EAGER, KEPT, BFLOAT16]),
            (1, 8, both, [GYRUS, EAGER, KEPT, BFLOAT16]),
        ]
        options.rounds = options.rounds or 7
        options.warm_up, options.burst = 3, 1
    options.conv_warm_up, options.conv_burst = (0.15, 0.04) if options.quick else (0.4, 0.05)
    return options


def require(options):
    """Says what is missing before anything is started."""
    if options.only != 'deeplearning4j':
        if not options.python:
            raise Trouble('name a Python that has PyTorch by --python or GYRUS_TORCH_PYTHON')
        try:
            found = subprocess.run([options.python, '-c', 'import torch'], capture_output=True).returncode == 0
        except OSError as trouble:
            raise Trouble(f'{options.python}: {trouble.strerror}') from None
        if not found:
            raise Trouble(f'{options.python} cannot import torch; install it there, or name another by --python')
    if options.json and not options.json.absolute().parent.is_dir():
        raise Trouble(f'{options.json.absolute().parent}: no such folder')


def measure(options, result):
    """Fills in the result, table by table; what an interruption leaves is whole rows."""
    subprocess.run([str(options.gyrus), 'bench', '--help'], capture_output=True, check=True)  # builds, before anything is timed
    names = [GYRUS] + [EAGER] * (options.only != 'deeplearning4j') + [DEEPLEARNING4J] * (options.only == 'deeplearning4j' or not (
        options.quick or options.only))
    for name in names:
        try:
            with Peer(name, options, os.cpu_count()) as peer:
                result['versions'][name] = peer.about
        except Trouble as trouble:
            if name != DEEPLEARNING4J or options.only:
                raise
            note(f'compare.py: {trouble}; going on without it')
    if options.only in (None, 'steps'):
        steps(options, result['steps'])
    if options.only in (None, 'convolutions'):
        convolutions(options, result['convolutions'], [GYRUS, KEPT], ('forward', 'input', 'weight'), options.rounds)
    if DEEPLEARNING4J in result['versions']:
        convolutions(options, result['deeplearning4j'], [GYRUS, DEEPLEARNING4J], ('forward', 'gradients'), 3)


def report(options, result):
    print(f'{result["processor"]}, {result["cores"]} cores, load {result["load"]:.1f} at the start, {result["date"]}; '
          + '; '.join(result['versions'].values()) + f'; network of width {options.width}, {options.size} x {options.size}\n')
    print_warnings(result)
    if result['steps']:
        print_steps(result['steps'])
    about = f'Single 3x3 convolutions, {counted(result["cores"])}, batch {options.conv_batch}; milliseconds'
    if result['convolutions']:
        print(f"\n{about} Gyrus / PyTorch (memory kept), and their ratio. Gyrus's forward pass includes bias and ReLU, PyTorch's"
              ' the bias:\n')
        print_convolutions(result['convolutions'], KEPT, {'forward': 'forward', 'input': 'grad input', 'weight': 'grad weight'})
    if result['deeplearning4j']:
        print(f'\n{about} Gyrus / Deeplearning4j, whose derivative computes both gradients at once:\n')
        print_convolutions(result['deeplearning4j'], DEEPLEARNING4J, {'forward': 'forward', 'gradients': 'both gradients'})
    if options.json:
        options.json.write_text(json.dumps(result, indent=1) + '\n')


def terminated(*_):
    sys.exit(143)


def main():
    signal.signal(signal.SIGTERM, terminated)
    options = parsed()
    result = {'date': datetime.date.today().isoformat(), 'processor': processor(), 'cores': os.cpu_count(),
              'load': os.getloadavg()[0], 'versions': {}, 'steps': [], 'convolutions': [], 'deeplearning4j': []}
    code = 0
    try:
        require(options)
        measure(options, result)
    except KeyboardInterrupt:
        code = 130
        note('interrupted' + (': what was measured until now is printed' if result['steps'] or result['convolutions'] else ''))
    except Trouble as trouble:
        code = 1
        note(f'compare.py: {trouble}')
    except subprocess.CalledProcessError:
        code = 1
        note(f'compare.py: {options.gyrus} does not start; run it to see why')
    if result['steps'] or result['convolutions'] or result['deeplearning4j']:
        report(options, result)
    sys.exit(code)


if __name__ == '__main__':
    main()
