package gyrus.ptx.tensorcore;

import gyrus.ptx.block.Block;
import gyrus.ptx.instruction.Accesses;
import gyrus.ptx.instruction.Action;
import gyrus.ptx.instruction.Operands;
import gyrus.ptx.instruction.Space;
import gyrus.ptx.instruction.WarpExchange;
import gyrus.ptx.memory.Region;
import gyrus.ptx.source.Operand;
import gyrus.ptx.source.Statement;
import gyrus.ptx.source.Type;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Compiles {@code wmma}: a warp loads, multiplies and stores matrices of float16, bfloat16 and tf32, with sums in float32 or
 * float16. PTX does not specify which thread holds which element; here thread t holds the elements from t n / 32 on, row by row.
 */
public final class WarpMatrix {

    private static final Pattern SHAPE = Pattern.compile("m(\\d+)n(\\d+)k(\\d+)");

    /** One of the matrices A, B, C and D of a product. */
    private record Fragment(int rows, int columns, Type type, int[] registers) {

        private int held() {
            return rows * columns / Block.WARP;
        }

        float get(Block block, int first, int row, int column) {
            int element = row * columns + column;
            int lane = first + element / held();
            int at = element % held();
            return switch (type) {
                case F16 -> Float.float16ToFloat((short) (block.ints(registers[at / 2])[lane] >>> 16 * (at % 2)));
                case BF16 -> Float.intBitsToFloat(block.ints(registers[at / 2])[lane] >>> 16 * (at % 2) << 16);
                case TF32 -> Float.intBitsToFloat(block.ints(registers[at])[lane] & 0xFFFFE000);
                default -> Float.intBitsToFloat(block.ints(registers[at])[lane]);
            };
        }

        void set(Block block, int first, int row, int column, int bits) {
            int element = row * columns + column;
            int lane = first + element / held();
            int at = element % held();
            if (type.bytes() == 4) {
                block.ints(registers[at])[lane] = bits;
            } else {
                int shift = 16 * (at % 2);
                int[] register = block.ints(registers[at / 2]);
                register[lane] = register[lane] & ~(0xFFFF << shift) | (bits & 0xFFFF) << shift;
            }
        }

        int bits(Block block, int first, int row, int column) {
            int at = (row * columns + column) % held();
            int lane = first + (row * columns + column) / held();
            return type.bytes() == 4 ? block.ints(registers[at])[lane]
                    : block.ints(registers[at / 2])[lane] >>> 16 * (at % 2) & 0xFFFF;
        }
    }

    private final Operands operands;
    private final Statement statement;
    private final int m;
    private final int n;
    private final int k;

    private WarpMatrix(Operands operands, Statement statement) {
        this.operands = operands;
        this.statement = statement;
        Matcher shape = SHAPE.matcher(statement.opcode());
        if (!shape.find()) {
            throw statement.unsupported();
        }
        m = Integer.parseInt(shape.group(1));
        n = Integer.parseInt(shape.group(2));
        k = Integer.parseInt(shape.group(3));
    }

    /** Returns the action of a statement. */
    public static Action.Compute compile(Operands operands, Statement statement) {
        WarpMatrix matrix = new WarpMatrix(operands, statement);
        return statement.has("mma") ? matrix.product() : matrix.access(statement.has("load"));
    }

    private Fragment fragment(Operand operand, char name, Type type) {
        int[] registers = (operand instanceof Operand.Vector(List<Operand> elements) ? elements : List.of(operand)).stream()
                .mapToInt(operands::intPlace).toArray();
        Fragment fragment = new Fragment(name == 'b' ? k : m, name == 'a' ? k : n, type, registers);
        boolean isFactor = name == 'a' || name == 'b';
        boolean known = type == Type.F16 || type == (isFactor ? Type.TF32 : Type.F32) || isFactor && type == Type.BF16;
        if (!known || registers.length * 4 < fragment.held() * type.bytes()) {
            throw statement.unsupported();
        }
        return fragment;
    }

    /**
     * Compiles {@code wmma.load.a.sync.aligned.row.m16n16k16.global.f16 {registers}, [address], stride}; stores have the address
     * first.
     */
    private Action.Compute access(boolean loads) {
        char name = statement.has("a") ? 'a' : statement.has("b") ? 'b' : 'c';
        Fragment fragment = fragment(statement.operand(loads ? 0 : 1), name, statement.type());
        Space space = Space.of(statement);
        Operands.Source addresses = new Accesses(operands).address(statement.operand(loads ? 1 : 0));
        boolean byRows = statement.has("row");
        Operands.Source strides = statement.operands().size() > 2 ? operands.source(statement.operand(2), Type.B32)
                : (block, lane) -> byRows ? fragment.columns : fragment.rows;
        int size = fragment.type.bytes();
        return (block, lanes, count) -> WarpExchange.forWholeWarps(block, lanes, count, first -> {
            long stride = strides.get(block, first);
            for (int element = 0; element < fragment.rows * fragment.columns; element++) {
                int row = element / fragment.columns;
                int column = element % fragment.columns;
                int lane = first + element / fragment.held();
                long address = addresses.get(block, first) + size * (byRows ? row * stride + column : column * stride + row);
                Region region = space.region(block, address, lane);
                long offset = space.offset(address);
                int word = region.locate(offset, size, lane, loads ? "reads" : "writes");
                long stamp = block.stamp(lane);
                if (loads) {
                    fragment.set(block, first, row, column, size == 4 ? region.load(word, stamp) : region.loadPart(offset, 2,
                            stamp));
                } else if (size == 4) {
                    region.store(word, fragment.bits(block, first, row, column), stamp);
                } else {
                    region.storePart(offset, 2, fragment.bits(block, first, row, column), stamp);
                }
            }
        });
    }

    /**
     * Compiles {@code wmma.mma.sync.aligned.row.col.m16n16k16.f32.f32 d, a, b, c}, with the type of the factors unless it is
     * float16.
     */
    private Action.Compute product() {
        List<Type> types = statement.types();
        boolean isHalf = types.size() == 2;
        if (!isHalf && types.size() != 4 || statement.has("satfinite")) {
            throw statement.unsupported();
        }
        Fragment d = fragment(statement.operand(0), 'd', types.getFirst());
        Fragment a = fragment(statement.operand(1), 'a', isHalf ? Type.F16 : types.get(1));
        Fragment b = fragment(statement.operand(2), 'b', isHalf ? Type.F16 : types.get(2));
        Fragment c = fragment(statement.operand(3), 'c', types.getLast());
        return (block, lanes, count) -> WarpExchange.forWholeWarps(block, lanes, count, first -> {
            float[] sums = new float[m * n];
            for (int row = 0; row < m; row++) {
                for (int column = 0; column < n; column++) {
                    double sum = c.get(block, first, row, column);
                    for (int term = 0; term < k; term++) {
                        sum += (double) a.get(block, first, row, term) * b.get(block, first, term, column);
                    }
                    sums[row * n + column] = (float) sum;
                }
            }
            for (int i = 0; i < sums.length; i++) { // d may be c
                d.set(block, first, i / n, i % n, d.type == Type.F16 ? Float.floatToFloat16(sums[i])
                        : Float.floatToRawIntBits(sums[i]));
            }
        });
    }
}
