package gyrus.ptx;

import gyrus.ptx.block.Block;
import gyrus.ptx.block.Dim;
import gyrus.ptx.fault.AccessFault;
import gyrus.ptx.fault.Fault;
import gyrus.ptx.fault.FaultKind;
import gyrus.ptx.fault.Site;
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
 * Runs the threads of a block. Threads at the same instruction run together as a group. Among several groups, the one that is
 * first in the program runs, so that threads that diverged converge where their paths join.
 */
final class Scheduler {

    /** Threads at the same instruction, in ascending order. */
    private record Group(int at, int[] lanes) {}

    private final Program program;
    private final Block block;
    private final Optional<Traffic> traffic;
    private final long limit;
    private final List<Group> ready = new ArrayList<>();
    private final List<Group> waiting = new ArrayList<>();
    private final List<Group> awaiting = new ArrayList<>(); // groups that wait for a phase of an mbarrier
    private final int[] chosen;
    private long completedPhases;
    private long issued; // instructions of all blocks, each counted once for a group

    /** @param limit the instructions that a launch may issue, each counted once for the threads of a block that run it together */
    Scheduler(Program program, Block block, Optional<Traffic> traffic, long limit) {
        this.program = program;
        this.block = block;
        this.traffic = traffic;
        this.limit = limit;
        chosen = new int[block.threads()];
    }

    /** Runs all threads from the first instruction to their end. */
    void run() {
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

    /** Removes the group that is first in the program, merged with all other groups at its instruction, and returns it. */
    private Group takeFirst() {
        int first = nextStop();
        List<Group> here = ready.stream().filter(group -> group.at == first).toList();
        ready.removeAll(here);
        return here.size() == 1 ? here.getFirst()
                : new Group(first, here.stream().flatMapToInt(group -> Arrays.stream(group.lanes)).sorted().toArray());
    }

    /** Returns the first instruction at which another group is ready. */
    private int nextStop() {
        int first = Integer.MAX_VALUE;
        for (Group group : ready) {
            first = Math.min(first, group.at);
        }
        return first;
    }

    /** Runs a group until it ends, waits, or reaches the instruction of another group. */
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
            if (++issued > limit) {
                throw fault(lanes[0], FaultKind.NO_END, "is still running after " + limit + " instructions, the limit",
                        instruction);
            }
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
                case Action.Barrier barrier -> {
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

    /** Returns the threads whose condition holds. */
    private int[] passed(Instruction instruction, Action.Await await, int[] lanes) {
        try {
            int[] passed = Arrays.stream(lanes).filter(lane -> await.condition().holds(block, lane)).toArray();
            for (int lane : passed) {
                block.ints(await.predicate())[lane] = 1;
            }
            return passed;
        } catch (AccessFault fault) {
            throw fault(fault.lane(), fault.kind(), fault.getMessage(), instruction);
        }
    }

    private static int[] without(int[] lanes, int[] some) {
        return Arrays.stream(lanes).filter(lane -> Arrays.binarySearch(some, lane) < 0).toArray();
    }

    /** Makes all threads that wait for a phase test it again. It is a fault if no phase has completed since their last test. */
    private void askAgain() {
        if (block.barriers().completed() == completedPhases) {
            Group group = awaiting.getFirst();
            throw fault(group.lanes[0], FaultKind.NO_END, "waits for ever", program.instructions()[group.at]);
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
            throw fault(fault.lane(), fault.kind(), fault.getMessage(), instruction);
        }
    }

    private Fault fault(int lane, FaultKind kind, String message, Instruction instruction) {
        Statement statement = instruction.statement();
        String kernel = program.source().name();
        String thread = text(block.thread(lane));
        String index = text(block.index());
        Site site = new Site(kernel, thread, index, statement.source(), statement.line(), statement.text());
        return Fault.at(site, kind, message, statement.toString());
    }

    private static String text(Dim dim) {
        return "(" + dim.x() + "," + dim.y() + "," + dim.z() + ")";
    }

    /** Puts the threads whose predicate is true into {@code chosen}, and returns their number. */
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

    /**
     * Continues after a barrier, when all threads wait: either the threads of a barrier for a part of the block, or all threads.
     */
    private void passBarrier() {
        for (Group group : List.copyOf(waiting)) {
            Action.Barrier barrier = barrier(group);
            if (barrier.threads().isPresent() && passPartial(group, barrier)) {
                return;
            }
        }
        int at = waiting.getFirst().at;
        Instruction first = program.instructions()[at];
        int[] lanes = lanes(waiting);
        for (Group group : waiting) {
            if (group.at != at) {
                throw fault(group.lanes[0], FaultKind.BARRIER, "waits while thread number " + waiting.getFirst().lanes[0]
                        + " waits at another barrier, " + first.statement(), program.instructions()[group.at]);
            }
        }
        if (barrier(waiting.getFirst()).threads().isPresent()) {
            throw fault(lanes[0], FaultKind.BARRIER, "waits for " + threads(waiting.getFirst())
                    + " threads at a barrier, at which " + lanes.length + " have arrived", first);
        }
        if (lanes.length < block.threads()) {
            throw fault(lanes[0], FaultKind.BARRIER, "waits for all " + block.threads() + " threads of its block, of which "
                    + (block.threads() - lanes.length) + " have ended", first);
        }
        reduce(lanes, waiting);
        waiting.clear();
        block.passBarrier();
        ready.add(new Group(at + 1, lanes));
    }

    private Action.Barrier barrier(Group group) {
        return (Action.Barrier) program.instructions()[group.at].action();
    }

    private long threads(Group group) {
        return barrier(group).threads().map(threads -> threads.get(block, group.lanes[0])).orElse((long) block.threads());
    }

    private static int[] lanes(List<Group> groups) {
        return groups.stream().flatMapToInt(group -> Arrays.stream(group.lanes)).sorted().toArray();
    }

    /** Returns whether all threads of a numbered barrier have arrived; they continue in that case. */
    private boolean passPartial(Group group, Action.Barrier barrier) {
        long number = barrier.number().get(block, group.lanes[0]);
        List<Group> same = waiting.stream().filter(other -> barrier(other).number().get(block, other.lanes[0]) == number).toList();
        int[] lanes = lanes(same);
        if (lanes.length != threads(group)) {
            return false;
        }
        reduce(lanes, same);
        waiting.removeAll(same);
        if (lanes.length == block.threads()) {
            block.passBarrier();
        } else {
            block.passPartialBarrier(lanes);
        }
        same.forEach(other -> ready.add(new Group(other.at + 1, other.lanes)));
        return true;
    }

    /** Combines a predicate of all threads that wait at a barrier. */
    private void reduce(int[] lanes, List<Group> groups) {
        for (Group group : groups) {
            barrier(group).reduction().ifPresent(reduction -> {
                int[] predicates = block.ints(reduction.predicate());
                long holds = Arrays.stream(lanes).filter(lane -> predicates[lane] != 0 != reduction.negated()).count();
                int result = switch (reduction.operator()) {
                    case "popc" -> (int) holds;
                    case "and" -> holds == lanes.length ? 1 : 0;
                    default -> holds > 0 ? 1 : 0;
                };
                for (int lane : group.lanes) {
                    block.ints(reduction.result())[lane] = result;
                }
            });
        }
    }
}
