package io.vidette.fault.chaos;

import io.vidette.fault.chaos.Installation.Part;
import io.vidette.guarantee.Witness;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Supplier;

/** Everything that breaks in an {@link Installation}. */
final class Faults {
    /** Longer than a session with the broker lasts, which is 6 s. */
    private static final Duration LONG = Duration.ofSeconds(9);

    private static final Duration SHORT = Duration.ofSeconds(4);
    private static final int MOST_SECONDS_OFF = 120;

    private final Installation house;
    private final Witness witness;
    private final Random random;

    Faults(Installation house, Witness witness, Random random) {
        this.house = house;
        this.witness = witness;
        this.random = random;
    }

    /** All that this machine can do; of the rest it says why not. */
    List<Fault> all() {
        List<Fault> faults = new ArrayList<>();
        for (Part part : List.of(Part.BROKER, Part.INGEST, Part.DETECT)) {
            faults.add(Fault.momentary("kill -9 of " + part.text(), () -> house.restart(part)));
        }
        faults.add(Fault.momentary("restart of detect in order", this::restartInOrder));
        rebalances(faults);
        models(faults);
        networks(faults);
        house.disk()
                .ifPresentOrElse(
                        disk -> faults.add(fullDisk(disk)),
                        () -> skip("full disk", "only root may mount a small file system"));
        for (Part part : List.of(Part.BROKER, Part.INGEST, Part.DETECT)) {
            faults.add(clockSteps(part, this::off));
        }
        return faults;
    }

    /** The clock goes wrong by so much, and right again. */
    Fault clockSteps(Part part, Supplier<Duration> off) {
        return Fault.lasting(
                "clock of " + part.text() + " steps",
                () -> house.clock(part).step(off.get()),
                SHORT,
                () -> house.clock(part).step(Duration.ZERO));
    }

    private void restartInOrder() {
        house.process(Part.DETECT).stop();
        house.start(Part.DETECT);
    }

    private void rebalances(List<Fault> faults) {
        faults.add(Fault.momentary("second detector joins", this::join).when(() -> !house.runs(Part.SECOND)));
        faults.add(Fault.momentary("second detector leaves", () -> {
                    house.process(Part.SECOND).stop();
                    house.forget(Part.SECOND);
                })
                .when(() -> house.runs(Part.SECOND)));
        faults.add(Fault.momentary("second detector is killed", () -> {
                    house.process(Part.SECOND).kill();
                    house.forget(Part.SECOND);
                })
                .when(() -> house.runs(Part.SECOND)));
        faults.add(Fault.lasting(
                "detect is frozen",
                () -> house.process(Part.DETECT).freeze(),
                LONG,
                () -> house.process(Part.DETECT).thaw()));
    }

    private void join() {
        house.start(Part.SECOND);
        house.await(
                "the second detector's share",
                () -> house.isControlled()
                        ? witness.latest().values().stream()
                                .anyMatch(verdict -> verdict.model().equals(Part.SECOND.text()))
                        : house.secondJudges());
    }

    private void models(List<Fault> faults) {
        if (!house.isControlled()) {
            skip("slow model, model that throws, thread death", "the model is a real one");
            return;
        }
        faults.add(Fault.lasting(
                "slow model",
                () -> ControlledModel.slow(house.orders(Part.DETECT), Duration.ofMillis(20 + random.nextInt(300))),
                SHORT,
                () -> ControlledModel.relieve(house.orders(Part.DETECT))));
        faults.add(Fault.lasting(
                "model throws",
                () -> ControlledModel.fail(house.orders(Part.DETECT)),
                SHORT,
                () -> ControlledModel.relieve(house.orders(Part.DETECT))));
        faults.add(Fault.momentary("death of a stream thread", () -> ControlledModel.die(house.orders(Part.DETECT))));
    }

    private void networks(List<Fault> faults) {
        for (Part part : List.of(Part.INGEST, Part.DETECT)) {
            faults.add(Fault.lasting(
                    "network of " + part.text() + " silent",
                    () -> house.cable(part).silence(),
                    LONG,
                    () -> house.cable(part).mend()));
            faults.add(Fault.lasting(
                    "network of " + part.text() + " cut",
                    () -> house.cable(part).cut(),
                    LONG,
                    () -> house.cable(part).mend()));
        }
    }

    /** A broker whose only log directory fails ends itself; one that was lucky is left alone. */
    private Fault fullDisk(SmallDisk disk) {
        return Fault.lasting("full disk of broker", disk::fill, SHORT, () -> {
            disk.empty();
            if (!house.runs(Part.BROKER)) {
                house.start(Part.BROKER);
            }
        });
    }

    private Duration off() {
        int seconds = 1 + random.nextInt(MOST_SECONDS_OFF);
        return Duration.ofSeconds(random.nextBoolean() ? seconds : -seconds);
    }

    private static void skip(String what, String why) {
        System.out.println("chaos: SKIPPED " + what + ": " + why);
    }
}
