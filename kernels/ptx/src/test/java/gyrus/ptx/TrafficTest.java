package gyrus.ptx;

import static org.junit.jupiter.api.Assertions.assertEquals;

import gyrus.ptx.block.Block;
import gyrus.ptx.block.Dim;
import gyrus.ptx.program.Modules;
import gyrus.ptx.traffic.Traffic;
import java.lang.foreign.MemorySegment;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Accesses of memory are counted as hardware serves them. */
final class TrafficTest {

    /** One warp stores at multiples of a stride. */
    private static Traffic.Count ofStore(String store, String values, int stride) {
        String ptx = """
                .version 8.0
                .target sm_80
                .address_size 64
                .visible .entry store(
                .param .u64 to
                )
                {
                .reg .b32 %%offset;
                .reg .b64 %%to;
                .reg .b64 %%wide;
                .reg .f32 %%f;
                .shared .align 16 .b8 memory[8192];
                ld.param.u64 %%to, [to];
                mov.u32 %%offset, %%tid.x;
                mul.lo.u32 %%offset, %%offset, %d;
                cvt.u64.u32 %%wide, %%offset;
                add.s64 %%to, %%to, %%wide;
                mov.f32 %%f, 0f3F800000;
                %s, %s;
                ret;
                }
                """.formatted(stride, store, values);
        Traffic traffic = new Traffic();
        Interpreter interpreter = new Interpreter(80, new Modules(), traffic);
        MemorySegment arguments = MemorySegment.ofArray(new long[] {interpreter.allocate(8192)});
        interpreter.prepare("store.ptx", ptx, "store", Dim.of(1), Dim.of(Block.WARP), 0).run(arguments);
        return traffic.kernels().get("store");
    }

    @ParameterizedTest(name = "{0} each {2} bytes: {3} wavefronts, at least {4}")
    @CsvSource(quoteCharacter = '"', value = {
        "st.shared.f32,    %f,                4,   1, 1",
        "st.shared.f32,    %f,                8,   2, 1",
        "st.shared.f32,    %f,                132, 1, 1",
        "st.shared.f32,    %f,                128, 32, 1",
        "st.shared.v2.f32, \"{%f, %f}\",         8,   2, 2",
        "st.shared.v2.f32, \"{%f, %f}\",         16,  4, 2",
        "st.shared.v4.f32, \"{%f, %f, %f, %f}\", 16,  4, 4",
        "st.shared.v4.f32, \"{%f, %f, %f, %f}\", 144, 4, 4",
        "st.shared.v4.f32, \"{%f, %f, %f, %f}\", 128, 32, 4"})
    void wordsOfOneBankWaitForEachOther(String store, String values, int stride, long wavefronts, long least) {
        Traffic.Count count = ofStore(store + " [%offset]", values, stride);
        assertEquals(wavefronts, count.wavefronts());
        assertEquals(least, count.leastWavefronts());
        assertEquals(0, count.sectors());
    }

    @ParameterizedTest(name = "{0} each {2} bytes: {3} sectors")
    @CsvSource(quoteCharacter = '"', value = {
        "st.global.f32,    %f,                4,   4,  1",
        "st.global.f32,    %f,                8,   8,  0.5",
        "st.global.f32,    %f,                132, 32, 0.125",
        "st.global.v4.f32, \"{%f, %f, %f, %f}\", 16,  16, 1",
        "st.global.v4.f32, \"{%f, %f, %f, %f}\", 32,  32, 0.5"})
    void globalMemoryIsServedInSectors(String store, String values, int stride, long sectors, double wanted) {
        Traffic.Count count = ofStore(store + " [%to]", values, stride);
        assertEquals(sectors, count.sectors());
        assertEquals(wanted, count.sectorEfficiency());
        assertEquals(0, count.wavefronts());
        assertEquals(8, count.issued());
    }
}
