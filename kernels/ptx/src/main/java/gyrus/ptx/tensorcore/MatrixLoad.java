package gyrus.ptx.tensorcore;

import gyrus.ptx.block.Block;
import gyrus.ptx.instruction.Accesses;
import gyrus.ptx.instruction.Action;
import gyrus.ptx.instruction.Operands;
import gyrus.ptx.instruction.Space;
import gyrus.ptx.instruction.WarpExchange;
import gyrus.ptx.source.Operand;
import gyrus.ptx.source.Statement;
import java.util.List;

/**
 * Compiles the load of 8 x 8 matrices of 16-bit elements from shared memory by a warp: {@code
 * ldmatrix.sync.aligned.m8n8.x4.shared.b16}. Lane 8 k + r holds the address of row r of matrix k. Lane l receives from each matrix
 * the elements 2 (l mod 4) and 2 (l mod 4) + 1 of row l / 4, or of that column if transposed.
 */
public final class MatrixLoad {

    private final Operands operands;

    /** Creates a compiler for the statements of one kernel. */
    public MatrixLoad(Operands operands) {
        this.operands = operands;
    }

    /** Returns the action of a statement. */
    public Action.Compute compile(Statement statement) {
        Operands.Source addresses = new Accesses(operands).address(statement.operand(1));
        int[] results = statement.operand(0) instanceof Operand.Vector(List<Operand> elements)
                ? elements.stream().mapToInt(operands::intPlace).toArray()
                : new int[] {operands.intPlace(statement.operand(0))};
        boolean transposed = statement.has("trans");
        Action.Compute load = (block, lanes, count) -> WarpExchange.forWholeWarps(block, lanes, count, first -> {
            int[][] rows = new int[8 * results.length][];
            for (int row = 0; row < rows.length; row++) {
                int lane = first + row;
                int word = block.shared().locate(addresses.get(block, lane), 16, lane, "reads");
                rows[row] = new int[4];
                for (int e = 0; e < 4; e++) {
                    rows[row][e] = block.shared().load(word + e, block.stamp(lane));
                }
            }
            for (int matrix = 0; matrix < results.length; matrix++) {
                for (int l = 0; l < Block.WARP; l++) {
                    int r = l / 4;
                    int c = l % 4 * 2;
                    block.ints(results[matrix])[first + l] = transposed
                            ? half(rows[8 * matrix + c], r) | half(rows[8 * matrix + c + 1], r) << 16
                            : rows[8 * matrix + r][c / 2];
                }
            }
        });
        return new Action.Access(Space.SHARED, 16, addresses, load);
    }

    private static int half(int[] row, int index) {
        return row[index / 2] >>> 16 * (index % 2) & 0xFFFF;
    }
}
