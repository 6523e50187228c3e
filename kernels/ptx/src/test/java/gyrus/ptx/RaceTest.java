package gyrus.ptx;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import gyrus.ptx.block.Dim;
import gyrus.ptx.fault.Fault;
import gyrus.ptx.fault.FaultKind;
import java.lang.foreign.MemorySegment;
import org.junit.jupiter.api.Test;

/** A race is reported where no barrier orders two accesses, and nowhere else. */
final class RaceTest {

    /** Runs a block of 64 threads; %t is the thread's number, %own and %next address words of it and of the next thread. */
    private static void run(String body) {
        String ptx = """
                .version 8.0
                .target sm_80
                .address_size 64
                .visible .entry test()
                {
                .reg .pred %p<4>;
                .reg .b16 %h<4>;
                .reg .b32 %t, %own, %next, %byte, %d;
                .shared .align 16 .b8 memory[512];
                mov.u32 %t, %tid.x;
                mov.u32 %own, memory;
                mad.lo.u32 %own, %t, 4, %own;
                xor.b32 %next, %own, 4;
                mov.u32 %byte, memory;
                add.u32 %byte, %byte, %t;
                """ + body + "\nret;\n}\n";
        new Interpreter().prepare("race.ptx", ptx, "test", Dim.of(1), Dim.of(64), 0).run(MemorySegment.ofArray(new byte[0]));
    }

    private static void assertRace(String body) {
        assertEquals(FaultKind.RACE, assertThrows(Fault.class, () -> run(body)).kind());
    }

    @Test
    void aBarrierOfTheWarpOrdersItsThreads() {
        assertRace("st.shared.u32 [%own], %t; ld.shared.u32 %d, [%next];");
        assertDoesNotThrow(() -> run("st.shared.u32 [%own], %t; bar.warp.sync -1; ld.shared.u32 %d, [%next];"));
    }

    @Test
    void aBarrierOfTheWarpOrdersNoOtherWarps() {
        assertRace("st.shared.u32 [%own], %t; bar.warp.sync -1; xor.b32 %next, %own, 128; ld.shared.u32 %d, [%next];");
        assertDoesNotThrow(() -> run("st.shared.u32 [%own], %t; bar.sync 0; xor.b32 %next, %own, 128; ld.shared.u32 %d, [%next];"));
    }

    @Test
    void aBarrierOfHalfAWarpOrdersThatHalf() {
        assertRace("st.shared.u32 [%own], %t; bar.warp.sync 65535; xor.b32 %next, %own, 64; ld.shared.u32 %d, [%next];");
    }

    @Test
    void aNumberedBarrierOrdersItsThreads() {
        assertDoesNotThrow(
                () -> run("st.shared.u32 [%own], %t; bar.sync 1, 64; xor.b32 %next, %own, 128; ld.shared.u32 %d, [%next];"));
    }

    @Test
    void neighbouringBytesAreNoRaceAndEqualOnesAre() {
        assertDoesNotThrow(() -> run("cvt.u16.u32 %h0, %t; st.shared.u8 [%byte], %h0;"));
        assertRace("cvt.u16.u32 %h0, %t; st.shared.u8 [memory], %h0;");
    }

    @Test
    void aWordOverBytesOfOthersIsARace() {
        assertRace("cvt.u16.u32 %h0, %t; st.shared.u8 [%byte], %h0; setp.ne.s32 %p0, %t, 0; @%p0 ret; ld.shared.u32 %d, [memory];");
    }

    @Test
    void atomicUpdatesDoNotRaceWithEachOther() {
        assertDoesNotThrow(
                () -> run("setp.eq.s32 %p0, %t, 0; @%p0 st.shared.u32 [memory], 0; bar.sync 0; red.shared.add.u32 [memory], 1;"));
        assertRace("setp.eq.s32 %p0, %t, 0; @%p0 st.shared.u32 [memory], 0; red.shared.add.u32 [memory], 1;");
    }
}
