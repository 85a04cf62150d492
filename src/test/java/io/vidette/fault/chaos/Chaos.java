package io.vidette.fault.chaos;

import io.vidette.fault.chaos.Installation.Part;
import io.vidette.guarantee.Witness;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.MemberDescription;
import org.awaitility.Awaitility;

/** A run: a load, faults that strike it, and the account of both. */
final class Chaos implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(2);
    /** Of each camera; a real network on two cores manages some thirty frames per second in all. */
    private static final double FPS = 8;

    private static final double FPS_OF_A_NETWORK = 2;
    /** A frame or two that were on their way when a fault struck do not mean that it is over. */
    private static final int BEYOND = 2;

    private final Random random;
    private final Installation house;
    private final Witness witness;
    private final Faults faults;
    private final RecoveryTable recoveries = new RecoveryTable();
    private long toldNanos = System.nanoTime();

    /**
     * Starts everything, and returns when all cameras have verdicts.
     *
     * @param weights of the product's own detectors; else the model takes orders
     */
    Chaos(Path directory, Path logs, Optional<String> weights, Random random) {
        this.random = random;
        house = new Installation(
                directory,
                logs,
                weights,
                weights.filter(name -> !name.startsWith("simulated:")).isPresent() ? FPS_OF_A_NETWORK : FPS);
        house.start();
        witness = weights.isPresent()
                ? Witness.of(house.servers(), house.topics())
                : Witness.of(
                        house.servers(),
                        house.topics(),
                        ControlledModel.id(Part.DETECT.text()),
                        ControlledModel.id(Part.SECOND.text()));
        faults = new Faults(house, witness, random);
        awaitVerdicts("the start");
    }

    /** What can break here. */
    Faults faults() {
        return faults;
    }

    /** Draws from the faults, all before one comes again, until the time is over. */
    void run(List<Fault> kinds, Duration time) {
        long end = System.nanoTime() + time.toNanos();
        List<Fault> deck = new ArrayList<>();
        while (System.nanoTime() - end < 0) {
            if (deck.isEmpty()) {
                deck.addAll(kinds);
                Collections.shuffle(deck, random);
            }
            Fault next = deck.stream()
                    .filter(fault -> fault.now().getAsBoolean())
                    .findFirst()
                    .orElse(deck.get(0));
            deck.remove(next);
            if (next.now().getAsBoolean()) {
                pass(Duration.ofMillis((long) (random.nextDouble() * LONGEST_PAUSE.toMillis())));
                strike(next);
                progress();
            }
        }
    }

    /** Lets a fault strike, and returns when all is well again. */
    void strike(Fault fault) {
        double part = (1 + random.nextDouble()) / 2;
        System.out.printf("chaos: %s%n", fault.name());
        witness.listen();
        long began = System.nanoTime();
        fault.inject().run();
        if (!fault.hold().isZero()) {
            pass(Duration.ofMillis((long) (part * fault.hold().toMillis())));
            began = System.nanoTime();
            fault.heal().run();
        }
        awaitVerdicts(fault.name());
        RecoveryTable.Recovery recovery =
                new RecoveryTable.Recovery(witness.longestSilence(), Duration.ofNanos(System.nanoTime() - began));
        recoveries.add(fault.name(), recovery);
        System.out.printf(
                "chaos: %s, silence %d ms, back after %d ms%n",
                fault.name(), recovery.silence().toMillis(), recovery.back().toMillis());
    }

    /** Ids of the detectors in their group: one that was given up comes back under another. */
    Set<String> members() {
        String group = house.topics().prefix() + "detect";
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", (Object) house.servers()))) {
            var described = admin.describeConsumerGroups(List.of(group)).describedGroups();
            return Objects.requireNonNull(described.get(group)).get().members().stream()
                    .map(MemberDescription::consumerId)
                    .collect(Collectors.toSet());
        } catch (ExecutionException | InterruptedException e) {
            throw new AssertionError("the group " + group + " cannot be looked at", e);
        }
    }

    /** Ends the load and judges. */
    void verify() {
        house.detachCameras();
        witness.verify(PATIENCE);
        System.out.printf(
                "chaos: %d faults; %d frames, %d verdicts, 0 lost, 0 doubled, in order; %d frames dropped before Kafka, and told%n%s",
                recoveries.count(), witness.frames(), witness.verdicts(), witness.dropped(), recoveries);
    }

    /** Of all cameras, on frames that came after this moment. */
    private void awaitVerdicts(String what) {
        Map<Integer, Long> ends = witness.frameEnds();
        try {
            Awaitility.await("new verdicts of all cameras after " + what)
                    .atMost(PATIENCE)
                    .pollInterval(Duration.ofMillis(10))
                    .until(() -> {
                        witness.check();
                        house.check();
                        Map<String, Witness.Latest> latest = witness.latest();
                        return latest.keySet().containsAll(house.cameras())
                                && latest.values().stream()
                                        .allMatch(verdict ->
                                                verdict.frame() >= ends.getOrDefault(verdict.partition(), 0L) + BEYOND);
                    });
        } catch (RuntimeException | AssertionError e) {
            System.err.println(house.logTails());
            System.err.println(
                    Diagnosis.of(house.connection(), witness, house.topics().detections()));
            System.err.println(house.stacks());
            house.keepGroups();
            throw e;
        }
    }

    /** Lets that much time go by. */
    void pass(Duration time) {
        long end = System.nanoTime() + time.toNanos();
        Awaitility.await()
                .atMost(time.plusSeconds(60))
                .pollInterval(Duration.ofMillis(5))
                .until(() -> System.nanoTime() - end >= 0);
    }

    private void progress() {
        if (System.nanoTime() - toldNanos > Duration.ofMinutes(1).toNanos()) {
            toldNanos = System.nanoTime();
            System.out.printf(
                    "chaos: so far %d faults, %d frames, %d verdicts%n",
                    recoveries.count(), witness.frames(), witness.verdicts());
        }
    }

    @Override
    public void close() {
        witness.close();
        house.close();
    }
}
