package io.vidette.topology.stream;

import io.vidette.topology.client.KafkaClients;
import java.time.Duration;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ConsumerGroupDescription;
import org.apache.kafka.clients.admin.MemberToRemove;
import org.apache.kafka.clients.admin.RemoveMembersFromConsumerGroupOptions;
import org.apache.kafka.clients.admin.TransactionListing;
import org.apache.kafka.clients.admin.TransactionState;
import org.apache.kafka.common.GroupState;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Cleans up after stream threads that died. Each thread is a static member of the group, which stays when its consumer
 * closes, and has a producer with an open transaction. A replacement thread with another number would wait for the
 * partitions until the session of the dead member ends, and readers would wait for the transaction until it times out.
 *
 * <p>Checks repeatedly for a while: a broker that has just started may answer from a group that it has loaded in part,
 * forget a request, and keep a member whose session never ends. Such a member may also belong to a node that left long
 * ago, and the next rebalance waits five minutes for it. So if a member stays longer than a live one ever takes to
 * join, all members but the threads of this process are removed. Live ones rejoin.
 *
 * <p>Threading: from any thread; nothing here waits for the broker. Owns a thread {@code GROUP-dead-threads}.
 */
public final class DeadThreads implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(DeadThreads.class);
    private static final long LOOK_SECONDS = 3;
    private static final int LOOKS = 20;
    /** Longest time that a live thread may take to join: it first finishes its frames in flight. */
    private static final Duration LONGEST_REBALANCE = Duration.ofSeconds(15);

    private static final Duration CLOSE = Duration.ofSeconds(1);

    private final Admin admin;
    private final String group;
    private final String instance;
    private final Supplier<Set<Integer>> living;
    private final ScheduledExecutorService clock;
    private final AtomicInteger looksLeft = new AtomicInteger();
    private final Patience patience = new Patience(LONGEST_REBALANCE);

    /**
     * Of one node.
     *
     * @param group also the application's id
     * @param instance the members' {@code group.instance.id}, to which Kafka Streams adds the number of the thread
     * @param living numbers of the threads that this process has, those that it starts included
     */
    public DeadThreads(Map<String, Object> client, String group, String instance, Supplier<Set<Integer>> living) {
        this.admin = new KafkaClients(client).admin();
        this.group = group;
        this.instance = instance;
        this.living = living;
        this.clock = Executors.newSingleThreadScheduledExecutor(work -> {
            Thread thread = new Thread(work, group + "-dead-threads");
            thread.setDaemon(true);
            return thread;
        });
        var unused = clock.scheduleWithFixedDelay(this::lookAgain, LOOK_SECONDS, LOOK_SECONDS, TimeUnit.SECONDS);
    }

    /**
     * Removes a thread of this process from the group; its producer has closed and aborted its transaction.
     *
     * @param thread its name, which ends with its number
     */
    public void remove(String thread) {
        remove(Set.of(instance + thread.substring(thread.lastIndexOf('-'))));
        looksLeft.set(LOOKS);
    }

    /**
     * When this process starts: cleans up after threads whose numbers it does not have, which a killed process had in
     * place of failed ones. What threads with the same numbers left behind ends as soon as these start.
     *
     * @param process Kafka Streams' id of this node's processes, which it keeps on disk
     */
    public void clear(UUID process) {
        looksLeft.set(LOOKS);
        look(this::removeDead);
        var unused = admin.listTransactions().all().whenComplete((found, failure) -> {
            if (failure != null) {
                LOG.debug("transactions cannot be listed: {}", failure.toString());
            } else {
                fence(dead(open(found), group + "-" + process + "-"));
            }
        });
    }

    private void lookAgain() {
        look(description -> {
            if (looksLeft.get() > 0) {
                looksLeft.decrementAndGet();
                removeDead(description);
            }
            boolean isWaiting = description.groupState() == GroupState.PREPARING_REBALANCE;
            if (patience.isOver(isWaiting, System.nanoTime())) {
                removeOthers(description);
            }
        });
    }

    private void look(Consumer<ConsumerGroupDescription> then) {
        var members = admin.describeConsumerGroups(List.of(group)).describedGroups();
        var unused = Objects.requireNonNull(members.get(group)).whenComplete((description, failure) -> {
            if (failure != null) {
                LOG.debug(
                        "the group {} cannot be described: {}", group, failure.toString()); // as before its first start
            } else {
                then.accept(description);
            }
        });
    }

    private void removeDead(ConsumerGroupDescription description) {
        remove(dead(instances(description), instance + "-"));
    }

    private void removeOthers(ConsumerGroupDescription description) {
        Set<String> others = instances(description);
        living.get().forEach(number -> others.remove(instance + "-" + number));
        if (!others.isEmpty()) {
            LOG.warn(
                    "the group {} has waited {} s for members that do not join; removing {}, live members rejoin",
                    group,
                    LONGEST_REBALANCE.toSeconds(),
                    new TreeSet<>(others));
        }
        remove(others);
    }

    private static Set<String> instances(ConsumerGroupDescription description) {
        return description.members().stream()
                .flatMap(member -> member.groupInstanceId().stream())
                .collect(Collectors.toCollection(HashSet::new));
    }

    private static Set<String> open(Collection<TransactionListing> transactions) {
        return transactions.stream()
                .filter(transaction -> transaction.state() == TransactionState.ONGOING)
                .map(TransactionListing::transactionalId)
                .collect(Collectors.toSet());
    }

    /** Those of this node with the number of no living thread. */
    private Set<String> dead(Set<String> names, String prefix) {
        Set<Integer> alive = living.get();
        Set<String> dead = new HashSet<>();
        for (String name : names) {
            String number = name.startsWith(prefix) ? name.substring(prefix.length()) : "";
            if (number.matches("[1-9]\\d{0,8}") && !alive.contains(Integer.parseInt(number))) {
                dead.add(name);
            }
        }
        return dead;
    }

    private void remove(Set<String> members) {
        if (members.isEmpty()) {
            return;
        }
        Set<MemberToRemove> leaving = members.stream().map(MemberToRemove::new).collect(Collectors.toSet());
        // What becomes of it is logged below.
        var unused = admin.removeMembersFromConsumerGroup(group, new RemoveMembersFromConsumerGroupOptions(leaving))
                .all()
                .whenComplete((done, failure) -> {
                    if (failure != null) {
                        LOG.warn("{} stay in the group until their session ends: {}", members, failure.toString());
                    }
                });
    }

    private void fence(Set<String> transactions) {
        if (transactions.isEmpty()) {
            return;
        }
        var unused = admin.fenceProducers(transactions).all().whenComplete((done, failure) -> {
            if (failure != null) {
                LOG.warn("the transactions {} stay open until they time out: {}", transactions, failure.toString());
            }
        });
    }

    @Override
    public void close() {
        clock.shutdownNow();
        // Bounded: with a clock that was set back, an answer is waited for until it has caught up.
        admin.close(CLOSE);
    }
}
