#!/usr/bin/env python3
"""Gyrus beside PyTorch on the CPU: the same network, the same shapes, the same step, in alternating bursts of one run.

All processes are started and warmed first, then each in turn runs for a short burst, round after round, so that what else
the machine does hits them alike; it should do nothing else, though. Prints Markdown: medians, their spread (p10 to p90), and how many times longer
PyTorch takes. "memory kept" is PyTorch with the C library told to keep freed memory instead of returning it to the system.

PyTorch is no part of Gyrus: name a Python that has it by --python or by GYRUS_TORCH_PYTHON.

usage: compare.py --python /path/to/venv/bin/python [--json FILE] [--quick]; some 20 minutes on two idle cores
"""
import argparse
import datetime
import json
import os
import pathlib
import platform
import statistics
import subprocess
import sys
import time

HERE = pathlib.Path(__file__).resolve().parent
KEEP_MEMORY = {'GLIBC_TUNABLES': 'glibc.malloc.mmap_max=0:glibc.malloc.trim_threshold=68719476736'}

GYRUS = 'Gyrus'
EAGER = 'PyTorch'
KEPT = 'PyTorch, memory kept'
COMPILED = 'PyTorch, compiled'
BFLOAT16 = 'PyTorch, bfloat16'
BUSY = 0.5  # load at the start, beyond which ratios mislead
FLOAT32 = (EAGER, KEPT, COMPILED)


class Peer:
    """A process that runs steps on request."""

    def __init__(self, name, options, threads):
        self.name = name
        environment = dict(os.environ)
        if name == GYRUS:
            command = [str(options.gyrus), 'bench', 'serve', '--threads', str(threads)]
        else:
            command = [options.python, str(HERE / 'torch_server.py'), '--threads', str(threads)]
            command += ['--bfloat16'] if name == BFLOAT16 else ['--compile'] if name == COMPILED else []
            environment.update(KEEP_MEMORY if name == KEPT else {})
        self.process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                                        stderr=subprocess.DEVNULL, text=True, env=environment)
        self.about = self.ask('about')

    def ask(self, request):
        self.process.stdin.write(request + '\n')
        self.process.stdin.flush()
        answer = self.process.stdout.readline().strip()
        if not answer:
            sys.exit(f'compare.py: {self.name} ended without an answer to "{request}"; run it by hand to see why: '
                     + ' '.join(self.process.args))
        return answer

    def times(self, request, count):
        """Milliseconds of so many runs, or nothing where the peer cannot do it."""
        answer = self.ask(f'{request} {count}')
        if answer.startswith('unavailable'):
            note(f'{self.name}: {request}: {answer}')
            return []
        return [float(word) for word in answer.split()]

    def stop(self):
        self.process.stdin.close()
        self.process.wait()


def note(text):
    print(text, file=sys.stderr, flush=True)


def contest(peers, request, options):
    """Alternates bursts; returns each peer's milliseconds by name."""
    counts = {}
    for peer in peers:
        end = time.monotonic() + options.warm_up
        last = peer.times(request, 1)
        while last and time.monotonic() < end:
            last = peer.times(request, 1)
        if last:
            counts[peer] = max(1, round(1000 * options.burst / last[-1]))
    times = {peer.name: [] for peer in counts}
    for _ in range(options.rounds):
        for peer, count in counts.items():
            times[peer.name] += peer.times(request, count)
    return times


def summary(times):
    deciles = statistics.quantiles(times, n=10, method='inclusive') if len(times) > 1 else times * 9
    return {'median': statistics.median(times), 'p10': deciles[0], 'p90': deciles[8], 'runs': len(times)}


def best_float32(figures):
    return min(figures[name]['median'] for name in FLOAT32 if name in figures)


def steps(options, rows):
    """Whole steps: for each number of threads and batch, training and inference, and the memory of training."""
    for threads, batch, names in options.contests:
        peers = [Peer(name, options, threads) for name in names]
        memory = {}
        for mode in ('train', 'infer'):
            note(f'{mode}, {threads} threads, batch {batch}: ' + '; '.join(peer.about for peer in peers))
            times = contest(peers, f'{mode} {options.width} {options.size} {batch}', options)
            figures = {name: summary(each) for name, each in times.items()}
            if mode == 'train':
                memory = {peer.name: int(peer.ask('memory')) for peer in peers if peer.name in times}
            rows.append({'mode': mode, 'threads': threads, 'batch': batch, 'figures': figures,
                         'mebibytes': memory if mode == 'train' else {}})
            note('; '.join(f'{name} {figure["median"]:.1f} ms' for name, figure in figures.items()))
        for peer in peers:
            peer.stop()


def convolutions(options, rows):
    """Each 3x3 convolution of the network: forward and both gradients."""
    threads, batch = os.cpu_count(), options.conv_batch
    ours, theirs = (Peer(name, options, threads) for name in (GYRUS, KEPT))
    network = f'{options.width} {options.size} {batch}'
    brief = argparse.Namespace(warm_up=options.conv_warm_up, burst=0.05, rounds=options.rounds)
    for shape in ours.ask('shapes ' + network).split():
        note(f'3x3 convolution {shape}')
        for op in ('forward', 'input', 'weight'):
            times = contest([ours, theirs], f'conv {op} {network} {shape}', brief)
            if len(times) == 2:
                rows.append({'shape': shape, 'op': op, 'figures': {name: summary(each) for name, each in times.items()}})
    ours.stop()
    theirs.stop()


def cell(figure, batch=1):
    return f'{figure["median"] / batch:.1f} ({figure["p10"] / batch:.1f}-{figure["p90"] / batch:.1f})' if figure else ''


def print_steps(rows):
    names = [GYRUS, EAGER, KEPT, COMPILED, BFLOAT16]
    print('Milliseconds per image, median (p10-p90):\n')
    print('| | ' + ' | '.join(names) + ' | best float32 / Gyrus | bfloat16 / Gyrus |')
    print('|---' * (len(names) + 3) + '|')
    for row in rows:
        figures, batch = row['figures'], row['batch']
        ours = figures[GYRUS]['median']
        bfloat16 = f'{figures[BFLOAT16]["median"] / ours:.2f}' if BFLOAT16 in figures else ''
        print(f'| {"training" if row["mode"] == "train" else "inference"}, {row["threads"]} threads, batch {batch} | '
              + ' | '.join(cell(figures.get(name), batch) for name in names)
              + f' | **{best_float32(figures) / ours:.2f}** | {bfloat16} |')
    print('\nMost memory resident while training, MiB:\n')
    print('| | ' + ' | '.join(names) + ' |')
    print('|---' * (len(names) + 1) + '|')
    for row in rows:
        if row['mebibytes']:
            print(f'| {row["threads"]} threads, batch {row["batch"]} | '
                  + ' | '.join(str(row['mebibytes'].get(name, '')) for name in names) + ' |')


def print_convolutions(rows, options):
    print(f'\nSingle 3x3 convolutions, {os.cpu_count()} threads, batch {options.conv_batch}; milliseconds Gyrus / PyTorch'
          ' (memory kept), and their ratio. Gyrus\'s forward pass includes bias and ReLU, PyTorch\'s the bias:\n')
    print('| N,H,W,I,O | forward | | grad input | | grad weight | |')
    print('|---|---|---|---|---|---|---|')
    for shape in dict.fromkeys(row['shape'] for row in rows):
        cells = []
        for op in ('forward', 'input', 'weight'):
            found = [row['figures'] for row in rows if row['shape'] == shape and row['op'] == op]
            ours, theirs = ((found[0][name]['median'] for name in (GYRUS, KEPT)) if found else (None, None))
            cells += [f'{ours:.2f} / {theirs:.2f}', f'{theirs / ours:.2f}'] if found else ['', '']
        print(f'| {shape} | ' + ' | '.join(cells) + ' |')


def processor():
    try:
        lines = pathlib.Path('/proc/cpuinfo').read_text().splitlines()
        return next(line.split(':', 1)[1].strip() for line in lines if line.startswith('model name'))
    except (OSError, StopIteration):
        return platform.machine()


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument('--python', default=os.environ.get('GYRUS_TORCH_PYTHON'), help='a Python with PyTorch')
    parser.add_argument('--gyrus', type=pathlib.Path, default=HERE.parent.parent / 'gyrus', help='the launcher')
    parser.add_argument('--width', type=int, default=32)
    parser.add_argument('--size', type=int, default=128)
    parser.add_argument('--conv-batch', type=int, default=8)
    parser.add_argument('--rounds', type=int, default=7)
    parser.add_argument('--burst', type=float, default=1.0, help='seconds')
    parser.add_argument('--warm-up', type=float, default=12, help='seconds for each process')
    parser.add_argument('--only', choices=('steps', 'convolutions'))
    parser.add_argument('--json', type=pathlib.Path, help='keep all figures')
    parser.add_argument('--quick', action='store_true', help='a look: batch 8 alone, few rounds')
    options = parser.parse_args()
    if not options.python:
        sys.exit('compare.py: name a Python that has PyTorch by --python or GYRUS_TORCH_PYTHON')
    if subprocess.run([options.python, '-c', 'import torch'], capture_output=True).returncode:
        sys.exit(f'compare.py: {options.python} cannot import torch; install it there, or name another by --python')
    cores = os.cpu_count()
    options.conv_warm_up = options.warm_up / 30
    options.contests = [
        (cores, 8, [GYRUS, EAGER, KEPT, COMPILED, BFLOAT16]),
        (cores, 1, [GYRUS, EAGER, KEPT, COMPILED, BFLOAT16]),
        (cores, 32, [GYRUS, EAGER, KEPT, BFLOAT16]),
        (1, 8, [GYRUS, EAGER, KEPT]),
    ]
    if options.quick:
        options.contests, options.rounds, options.warm_up = [(cores, 8, [GYRUS, EAGER, KEPT, BFLOAT16])], 3, 6
    subprocess.run([str(options.gyrus), 'bench', '--help'], capture_output=True, check=True)  # builds, before anything is timed
    result = {'date': datetime.date.today().isoformat(), 'processor': processor(), 'cores': cores,
              'load': os.getloadavg()[0], 'versions': []}
    for name in (GYRUS, EAGER):
        peer = Peer(name, options, cores)
        result['versions'].append(peer.about)
        peer.stop()
    result.update(steps=[], convolutions=[])
    try:
        if options.only != 'convolutions':
            steps(options, result['steps'])
        if options.only != 'steps':
            convolutions(options, result['convolutions'])
    except KeyboardInterrupt:
        note('interrupted: what was measured until now is printed')
    print(f'{result["processor"]}, {cores} cores, load {result["load"]:.1f} at the start, {result["date"]}; ' + '; '.join(result['versions'])
          + f'; network of width {options.width}, {options.size} x {options.size}\n')
    if result['load'] > BUSY:
        print(f'**Not for quoting**: other work ran (load {result["load"]:.1f}), and threads that wait for each other by spinning, '
              "as PyTorch's do, suffer from that far more than others.\n")
    if result['steps']:
        print_steps(result['steps'])
    if result['convolutions']:
        print_convolutions(result['convolutions'], options)
    if options.json:
        options.json.write_text(json.dumps(result, indent=1) + '\n')


if __name__ == '__main__':
    main()
