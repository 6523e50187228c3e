package gyrus.ptx.block;

import gyrus.ptx.fault.Fault;
import gyrus.ptx.fault.FaultKind;
import gyrus.ptx.source.Type;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.BiFunction;

/**
 * The indices of a kernel's registers among those of a {@link Block}. Constants of the program and special registers have indices
 * of their own, so that every operand is read in one way.
 */
public final class Registers {

    private final Map<String, Type> declared;
    private final Map<String, Integer> intPlaces = new LinkedHashMap<>();
    private final Map<String, Integer> longPlaces = new LinkedHashMap<>();
    private final Map<Integer, Integer> intConstants = new LinkedHashMap<>();
    private final Map<Long, Integer> longConstants = new LinkedHashMap<>();
    private final Map<String, Integer> special = new LinkedHashMap<>();
    private int ints;
    private int longs;

    /** Creates the indices for declared registers with their types. */
    public Registers(Map<String, Type> declared) {
        this.declared = declared;
    }

    /** Returns the number of 32-bit registers. */
    public int ints() {
        return ints;
    }

    /** Returns the number of 64-bit registers. */
    public int longs() {
        return longs;
    }

    /** Returns whether a declared register has 64 bits. */
    public boolean isWide(String register) {
        return declared.containsKey(register) && declared.get(register).isWide();
    }

    /** Returns the index of a register of at most 32 bits. */
    public int intPlace(String register) {
        if (!declared.containsKey(register)) {
            value(register); // throws unless it is a special register
            return special.computeIfAbsent(register, name -> ints++);
        }
        if (isWide(register)) {
            throw new Fault(FaultKind.UNSUPPORTED, "register " + register + " holds 8 bytes where 4 are expected");
        }
        return intPlaces.computeIfAbsent(register, name -> ints++);
    }

    /** Returns the index of a 64-bit register. */
    public int longPlace(String register) {
        if (!declared.containsKey(register)) {
            throw new Fault(FaultKind.UNSUPPORTED, "the interpreter does not support register " + register + " of 8 bytes");
        }
        if (!isWide(register)) {
            throw new Fault(FaultKind.UNSUPPORTED, "register " + register + " does not hold 8 bytes");
        }
        return longPlaces.computeIfAbsent(register, name -> longs++);
    }

    /** Returns the index of a register that holds a 32-bit constant. */
    public int constant(int value) {
        return intConstants.computeIfAbsent(value, key -> ints++);
    }

    /** Returns the index of a register that holds a 64-bit constant. */
    public int wideConstant(long value) {
        return longConstants.computeIfAbsent(value, key -> longs++);
    }

    /** Returns the index of the 32-bit register {@code _}, whose values are never read. */
    public int sink() {
        return intPlaces.computeIfAbsent("_", name -> ints++);
    }

    /** Returns the index of the 64-bit register {@code _}, whose values are never read. */
    public int wideSink() {
        return longPlaces.computeIfAbsent("_", name -> longs++);
    }

    /** Sets the registers that hold constants. */
    public void fillConstants(int[][] ints, long[][] longs) {
        intConstants.forEach((value, place) -> Arrays.fill(ints[place], value));
        longConstants.forEach((value, place) -> Arrays.fill(longs[place], value));
    }

    /** Sets the special registers to the values of a block. */
    public void fillSpecial(int[][] ints, Block block) {
        special.forEach((name, place) -> {
            BiFunction<Block, Integer, Integer> value = value(name);
            for (int lane = 0; lane < block.threads(); lane++) {
                ints[place][lane] = value.apply(block, lane);
            }
        });
    }

    private static BiFunction<Block, Integer, Integer> value(String special) {
        return switch (special) {
            case "%laneid" -> (block, lane) -> lane % Block.WARP;
            case "%warpid" -> (block, lane) -> lane / Block.WARP;
            case "%nwarpid" -> (block, lane) -> Math.ceilDiv(block.threads(), Block.WARP);
            case "%lanemask_eq" -> (block, lane) -> 1 << lane % Block.WARP;
            case "%lanemask_lt" -> (block, lane) -> (1 << lane % Block.WARP) - 1;
            case "%lanemask_le" -> (block, lane) -> (int) ((2L << lane % Block.WARP) - 1);
            case "%lanemask_gt" -> (block, lane) -> ~(int) ((2L << lane % Block.WARP) - 1);
            case "%lanemask_ge" -> (block, lane) -> -(1 << lane % Block.WARP);
            case "%total_smem_size" -> (block, lane) -> block.sharedBytes();
            case "%tid.x", "%tid.y", "%tid.z" -> (block, lane) -> along(special, block.thread(lane));
            case "%ntid.x", "%ntid.y", "%ntid.z" -> (block, lane) -> along(special, block.size());
            case "%ctaid.x", "%ctaid.y", "%ctaid.z" -> (block, lane) -> along(special, block.index());
            case "%nctaid.x", "%nctaid.y", "%nctaid.z" -> (block, lane) -> along(special, block.grid());
            default -> throw new Fault(FaultKind.UNSUPPORTED, "the interpreter does not support register " + special);
        };
    }

    private static int along(String special, Dim dim) {
        return switch (special.charAt(special.length() - 1)) {
            case 'x' -> dim.x();
            case 'y' -> dim.y();
            default -> dim.z();
        };
    }
}
