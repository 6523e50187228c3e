package gyrus.ptx;

import gyrus.ptx.block.Block;
import gyrus.ptx.block.Dim;
import gyrus.ptx.fault.AccessFault;
import gyrus.ptx.fault.Fault;
import gyrus.ptx.instruction.Action;
import gyrus.ptx.instruction.Instruction;
import gyrus.ptx.program.Program;
import gyrus.ptx.source.Statement;
import gyrus.ptx.traffic.Traffic;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Runs the threads of a block. Those that stand at the same instruction go on together; among several such groups the one that
 * stands first in the program has its turn, so that threads which parted meet again where their ways join.
 */
final class Scheduler {

    /** Threads at the same instruction, in ascending order. */
    private record Group(int at, int[] lanes) {}

    private final Program program;
    private final Block block;
    private final Optional<Traffic> traffic;
    private final List<Group> ready = new ArrayList<>();
    private final List<Group> waiting = new ArrayList<>();
    private final List<Group> awaiting = new ArrayList<>(); // a phase of an mbarrier
    private long completedPhases;
    private final int[] chosen;

    public Scheduler(Program program, Block block, Optional<Traffic> traffic) {
        this.program = program;
        this.block = block;
        this.traffic = traffic;
        chosen = new int[block.threads()];
    }

    /** All threads from the first instruction to their end. */
    public void run() {
        int[] all = new int[block.threads()];
        Arrays.setAll(all, lane -> lane);
        ready.add(new Group(0, all));
        completedPhases = -1;
        while (!ready.isEmpty() || !waiting.isEmpty() || !awaiting.isEmpty()) {
            if (ready.isEmpty() && !awaiting.isEmpty()) {
                askAgain();
            } else if (ready.isEmpty()) {
                passBarrier();
            }
            run(takeFirst());
        }
    }

    /** The group that stands first in the program, joined with all others that stand there. */
    private Group takeFirst() {
        int first = nextStop();
        List<Group> here = ready.stream().filter(group -> group.at == first).toList();
        ready.removeAll(here);
        return here.size() == 1 ? here.getFirst()
                : new Group(first, here.stream().flatMapToInt(group -> Arrays.stream(group.lanes)).sorted().toArray());
    }

    /** Where the first of the groups that are ready stands. */
    private int nextStop() {
        int first = Integer.MAX_VALUE;
        for (Group group : ready) {
            first = Math.min(first, group.at);
        }
        return first;
    }

    /** Runs a group until it ends, waits, or has come to where another one stands. */
    private void run(Group group) {
        Instruction[] instructions = program.instructions();
        int[] lanes = group.lanes;
        int at = group.at;
        int stop = nextStop();
        while (lanes.length > 0 && at < stop) {
            Instruction instruction = instructions[at];
            int count = instruction.isGuarded() ? choose(instruction, lanes) : lanes.length;
            int[] running = instruction.isGuarded() ? chosen : lanes;
            at++;
            if (traffic.isPresent()) {
                traffic.get().count(program.source().name(), instruction, block, running, count);
            }
            switch (instruction.action()) {
                case Action.Compute compute -> compute(instruction, compute, running, count);
                case Action.Branch(int target) -> {
                    if (count == lanes.length) {
                        at = target;
                    } else if (count > 0) {
                        ready.add(new Group(target, Arrays.copyOf(running, count)));
                        lanes = others(instruction, lanes, count);
                    }
                    stop = nextStop();
                }
                case Action.Await await -> {
                    int[] passed = passed(instruction, await, lanes);
                    if (passed.length < lanes.length) {
                        awaiting.add(new Group(at - 1, without(lanes, passed)));
                    }
                    lanes = passed;
                }
                case Action.Exit() -> lanes = count == lanes.length ? new int[0] : others(instruction, lanes, count);
                case Action.Barrier() -> {
                    if (count > 0) {
                        waiting.add(new Group(at - 1, Arrays.copyOf(running, count)));
                    }
                    lanes = count == lanes.length ? new int[0] : others(instruction, lanes, count);
                }
            }
        }
        if (lanes.length > 0) {
            ready.add(new Group(at, lanes));
        }
    }

    /** Those for whom it holds what they wait for. */
    private int[] passed(Instruction instruction, Action.Await await, int[] lanes) {
        try {
            int[] passed = Arrays.stream(lanes).filter(lane -> await.condition().holds(block, lane)).toArray();
            for (int lane : passed) {
                block.ints(await.predicate())[lane] = 1;
            }
            return passed;
        } catch (AccessFault fault) {
            throw new Fault(place(fault.lane()) + " " + fault.getMessage() + ", at " + instruction.statement());
        }
    }

    private static int[] without(int[] lanes, int[] some) {
        return Arrays.stream(lanes).filter(lane -> Arrays.binarySearch(some, lane) < 0).toArray();
    }

    /** All that could go on has: those who wait for a phase look again, unless none has ended since they last did. */
    private void askAgain() {
        if (block.barriers().completed() == completedPhases) {
            Group group = awaiting.getFirst();
            throw new Fault(place(group.lanes[0]) + " waits for ever at " + program.instructions()[group.at].statement());
        }
        completedPhases = block.barriers().completed();
        ready.addAll(awaiting);
        awaiting.clear();
    }

    private void compute(Instruction instruction, Action.Compute compute, int[] lanes, int count) {
        if (count == 0) {
            return;
        }
        try {
            compute.run(block, lanes, count);
        } catch (AccessFault fault) {
            throw new Fault(place(fault.lane()) + " " + fault.getMessage() + ", at " + instruction.statement());
        }
    }

    private String place(int lane) {
        return program.source().name() + ": thread " + text(block.thread(lane)) + " of block " + text(block.index());
    }

    private static String text(Dim dim) {
        return "(" + dim.x() + "," + dim.y() + "," + dim.z() + ")";
    }

    /** The lanes whose predicate lets them run the instruction; returns how many. */
    private int choose(Instruction instruction, int[] lanes) {
        int[] predicate = block.ints(instruction.guard());
        int wanted = instruction.guardNegated() ? 0 : 1;
        int count = 0;
        for (int lane : lanes) {
            chosen[count] = lane;
            count += predicate[lane] == wanted ? 1 : 0;
        }
        return count;
    }

    private int[] others(Instruction instruction, int[] lanes, int count) {
        int[] predicate = block.ints(instruction.guard());
        int wanted = instruction.guardNegated() ? 0 : 1;
        int[] others = new int[lanes.length - count];
        int at = 0;
        for (int lane : lanes) {
            if (predicate[lane] != wanted) {
                others[at++] = lane;
            }
        }
        return others;
    }

    /** All threads wait: at one barrier, and none has ended, or the barrier was not meant for all. */
    private void passBarrier() {
        int at = waiting.getFirst().at;
        int[] lanes = waiting.stream().flatMapToInt(group -> Arrays.stream(group.lanes)).sorted().toArray();
        Statement statement = program.instructions()[at].statement();
        for (Group group : waiting) {
            if (group.at != at) {
                throw new Fault(place(group.lanes[0]) + " waits at " + program.instructions()[group.at].statement()
                        + " while thread number " + waiting.getFirst().lanes[0] + " waits at another barrier, " + statement);
            }
        }
        if (lanes.length < block.threads()) {
            throw new Fault(place(lanes[0]) + " waits for all " + block.threads() + " threads of its block, of which "
                    + (block.threads() - lanes.length) + " have ended, at " + statement);
        }
        waiting.clear();
        block.passBarrier();
        ready.add(new Group(at + 1, lanes));
    }
}
