#!/usr/bin/env python3
"""Training steps of the width-32 network on a GPU beside PyTorch's best: all processes warm, then in turns, a burst each.

PyTorch is given channels_last, cuDNN's benchmark mode and its fused Adam, and runs eagerly, compiled, and either of them captured
as a CUDA graph; Gyrus runs op by op and captured. Every step reads its loss. Prints Markdown: milliseconds of a step, median
(p10-p90), and how many times longer PyTorch's best takes than ours. Who does not answer in time is left out, and named below the
table with the last it said. Started by bench/gpu/run, which knows our command.

usage: steps.py [--ahead] [--gyrus FILE] [--device cuda:0] [--tuned] [--server FILE] [--json FILE] [BATCH|PRECISION...]
"""
import argparse
import concurrent.futures
import json
import os
import pathlib
import queue
import statistics
import subprocess
import sys
import tempfile
import threading
import time

import torch

HERE = pathlib.Path(__file__).resolve().parent
PRECISIONS = ('float32', 'tf32', 'bf16')
BATCHES = (1, 8, 32, 64)
OURS = {'Gyrus': ('', []), 'Gyrus, captured': ('', ['--captured'])}
TUNED = {'Gyrus, tuned, captured': (':tuned', ['--captured'])}
THEIRS = {
    'PyTorch': [],
    'PyTorch, captured': ['--graph'],
    'PyTorch, compiled': ['--compile'],
    'PyTorch, compiled and captured': ['--compile', '--graph'],
}


ENDED = 'unavailable: it ended'


class Peer:
    """A process that runs steps on request; see gyrus.bench.peers.StepServer for the lines."""

    def __init__(self, name, command):
        self.name = name
        self.said = tempfile.TemporaryFile('w+')
        self.troubles = []
        self.gone = False
        self.answers = queue.Queue()
        self.process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=self.said, text=True)
        threading.Thread(target=self.listen, daemon=True).start()

    def listen(self):
        for line in self.process.stdout:
            self.answers.put(line.strip())
        self.answers.put(ENDED)

    def last_words(self):
        self.said.seek(0)
        lines = [line.strip() for line in self.said if line.strip()]
        return f'; its last words: {lines[-1]}' if lines else ''

    def times(self, request, count, limit):
        """Milliseconds of so many steps; none where it cannot, and never again once it has not answered."""
        if self.gone:
            return []
        try:
            self.process.stdin.write(f'{request} {count}\n')
            self.process.stdin.flush()
            answer = self.answers.get(timeout=limit)
            self.gone = answer == ENDED
        except BrokenPipeError:
            answer, self.gone = ENDED, True
        except queue.Empty:
            answer, self.gone = f'unavailable: no answer within {limit:.0f} s', True
        if answer.startswith('unavailable'):
            self.troubles.append(f'{request}: {answer}' + (self.last_words() if self.gone else ''))
            return []
        return [float(word) for word in answer.split()]

    def stop(self):
        self.process.kill()
        self.process.wait()


def compile_ahead(options, precisions, batches):
    """What torch.compile takes most of a minute for, all at once, into its cache, where the peers find it."""
    def fill(row):
        precision, batch = row
        peer = Peer('', their_command(options, precision, ['--compile']))
        peer.times(training(options, batch), 1, options.first)
        peer.stop()

    with concurrent.futures.ThreadPoolExecutor(options.compilers) as threads:
        list(threads.map(fill, [(precision, batch) for batch in batches for precision in precisions]))


def training(options, batch):
    return f'train {options.width} {options.size} {batch}'


def their_command(options, precision, more):
    return [sys.executable, str(options.server), '--device', options.device, '--precision', precision] + more


def start(options, precision):
    device = options.device + ('' if precision == 'float32' else ':' + precision)
    ours = {**OURS, **(TUNED if options.tuned else {})}
    peers = [Peer(name, [str(options.gyrus.resolve()), 'bench', 'serve', '--device', device + tuned] + more)
             for name, (tuned, more) in ours.items()]
    return peers + [Peer(name, their_command(options, precision, more)) for name, more in THEIRS.items()]


def prepare(peers, request, options):
    """The first step of each, all at once: what is compiled and captured for it takes processors, and is not timed."""
    with concurrent.futures.ThreadPoolExecutor(len(peers)) as threads:
        firsts = threads.map(lambda peer: peer.times(request, 1, options.first), peers)
        return [peer for peer, first in zip(peers, firsts) if first]


def contest(peers, request, options):
    counts = {}
    for peer in prepare(peers, request, options):
        end = time.monotonic() + options.warm_up
        last = peer.times(request, 3, options.limit)
        while last and time.monotonic() < end:
            last = peer.times(request, 3, options.limit)
        if last:
            counts[peer] = max(3, round(1000 * options.burst / last[-1]))
    times = {peer.name: [] for peer in counts}
    for _ in range(options.rounds):
        for peer, count in counts.items():
            times[peer.name] += peer.times(request, count, options.limit)
    return {name: each for name, each in times.items() if each}


def save(rows, file):
    """Whole or not at all."""
    unfinished = file.with_suffix('.part')
    unfinished.write_text(json.dumps(rows, indent=1) + '\n')
    os.replace(unfinished, file)


def cell(times):
    if not times:
        return ''
    deciles = statistics.quantiles(times, n=10, method='inclusive') if len(times) > 1 else times * 9
    return f'{statistics.median(times):.3f} ({deciles[0]:.3f}-{deciles[8]:.3f})'


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument('only', nargs='*', metavar='BATCH|PRECISION', help='these alone')
    parser.add_argument('--gyrus', type=pathlib.Path, default=HERE.parent.parent / 'gyrus', help='our command')
    parser.add_argument('--device', default='cuda:0')
    parser.add_argument('--tuned', action='store_true', help='ours also by what gyrus tune found')
    parser.add_argument('--ahead', action='store_true', help='have torch.compile fill its cache, and time nothing')
    parser.add_argument('--compilers', type=int, default=6, metavar='N', help='of them at a time; default: %(default)s')
    parser.add_argument('--server', type=pathlib.Path, default=HERE.parent / 'peers/torch_server.py')
    parser.add_argument('--width', type=int, default=32)
    parser.add_argument('--size', type=int, default=128)
    parser.add_argument('--rounds', type=int, default=7)
    parser.add_argument('--burst', type=float, default=0.2, help='seconds')
    parser.add_argument('--warm-up', type=float, default=1, help='seconds for each process')
    parser.add_argument('--first', type=float, default=240, help='seconds to wait for the first step of a shape, compiler included')
    parser.add_argument('--limit', type=float, default=60, help='seconds to wait for other steps')
    parser.add_argument('--json', type=pathlib.Path)
    options = parser.parse_args()
    precisions = [word for word in options.only if word in PRECISIONS] or PRECISIONS
    batches = [int(word) for word in options.only if word.isdecimal()] or BATCHES
    unknown = [word for word in options.only if word not in PRECISIONS and not word.isdecimal()]
    if unknown:
        parser.error(f'{unknown[0]} is neither a batch nor one of {", ".join(PRECISIONS)}')
    if options.ahead:
        compile_ahead(options, precisions, batches)
        return
    ours = list(OURS) + (list(TUNED) if options.tuned else [])
    names = ours + list(THEIRS)
    print(f'PyTorch {torch.__version__}, CUDA {torch.version.cuda}, cuDNN {torch.backends.cudnn.version()}, '
          f'{torch.cuda.get_device_name()}; network of width {options.width}, {options.size} x {options.size}. '
          'Milliseconds of a training step:\n')
    print('| | ' + ' | '.join(names) + " | PyTorch's best / ours |")
    print('|---' * (len(names) + 2) + '|', flush=True)
    rows = []
    troubles = []
    for precision in precisions:
        peers = start(options, precision)
        for batch in batches:
            times = contest(peers, training(options, batch), options)
            medians = {name: statistics.median(each) for name, each in times.items()}
            our_best = min((medians[name] for name in ours if name in medians), default=None)
            their_best = min((medians[name] for name in THEIRS if name in medians), default=None)
            ratio = f'**{their_best / our_best:.2f}**' if our_best and their_best else ''
            cells = ' | '.join(cell(times.get(name)) for name in names)
            print(f'| {precision}, batch {batch} | {cells} | {ratio} |', flush=True)
            rows.append({'precision': precision, 'batch': batch, 'milliseconds': times})
            if options.json:
                save(rows, options.json)
        for peer in peers:
            peer.stop()
            troubles += [f'{peer.name} in {precision}, {trouble}' for trouble in peer.troubles]
    if troubles:
        print('\nNot measured: ' + '. '.join(troubles) + '.')
        sys.exit('steps.py: not everything could be measured: ' + '; '.join(troubles))


if __name__ == '__main__':
    main()
