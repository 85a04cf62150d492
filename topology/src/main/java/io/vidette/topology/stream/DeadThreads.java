package io.vidette.topology.stream;

import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ConsumerGroupDescription;
import org.apache.kafka.clients.admin.MemberToRemove;
import org.apache.kafka.clients.admin.RemoveMembersFromConsumerGroupOptions;
import org.apache.kafka.clients.admin.TransactionListing;
import org.apache.kafka.clients.admin.TransactionState;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Clears up behind stream threads that died. Each is a member of the group with a name of its own, which stays when its
 * consumer closes, and a producer with a transaction of its own. A thread that takes over under another number would wait
 * for the partitions until the session of the dead one ends, and readers for the transaction until it is given up.
 *
 * <p>Threading: from any thread; nothing here waits for the broker.
 */
public final class DeadThreads implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(DeadThreads.class);

    private final Admin admin;
    private final String group;
    private final String instance;

    /**
     * Of one node.
     *
     * @param group also the application's id
     * @param instance the members' {@code group.instance.id}, to which Kafka Streams adds the number of the thread
     */
    public DeadThreads(Map<String, Object> client, String group, String instance) {
        this.admin = Admin.create(client);
        this.group = group;
        this.instance = instance;
    }

    /**
     * Lets a thread of this process leave; its producer has closed and given its transaction up.
     *
     * @param thread its name, which ends with its number
     */
    public void remove(String thread) {
        remove(Set.of(instance + thread.substring(thread.lastIndexOf('-'))));
    }

    /**
     * Before this process starts its threads, with the numbers from 1: clears up behind those with higher numbers, which a
     * process that was killed had in place of threads that failed. What the others left ends as soon as they start.
     *
     * @param process Kafka Streams' id of this node's processes, which it keeps on disk
     */
    public void clearBeyond(int threads, UUID process) {
        String ofThreads = group + "-" + process + "-";
        var members = admin.describeConsumerGroups(List.of(group)).describedGroups();
        var unusedMembers = Objects.requireNonNull(members.get(group)).whenComplete((description, failure) -> {
            if (failure != null) {
                LOG.debug(
                        "the group {} cannot be looked at: {}", group, failure.toString()); // as before its first start
            } else {
                remove(beyond(instances(description), instance + "-", threads));
            }
        });
        var unusedTransactions = admin.listTransactions().all().whenComplete((found, failure) -> {
            if (failure != null) {
                LOG.debug("transactions cannot be listed: {}", failure.toString());
            } else {
                fence(beyond(open(found), ofThreads, threads));
            }
        });
    }

    private static Set<String> instances(ConsumerGroupDescription description) {
        return description.members().stream()
                .flatMap(member -> member.groupInstanceId().stream())
                .collect(Collectors.toSet());
    }

    private static Set<String> open(Collection<TransactionListing> transactions) {
        return transactions.stream()
                .filter(transaction -> transaction.state() == TransactionState.ONGOING)
                .map(TransactionListing::transactionalId)
                .collect(Collectors.toSet());
    }

    /** Those of this node with a number above that of its last thread. */
    private static Set<String> beyond(Set<String> names, String prefix, int threads) {
        Set<String> beyond = new HashSet<>();
        for (String name : names) {
            String number = name.startsWith(prefix) ? name.substring(prefix.length()) : "";
            if (number.matches("[1-9]\\d{0,8}") && Integer.parseInt(number) > threads) {
                beyond.add(name);
            }
        }
        return beyond;
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
                LOG.warn("the transactions {} stay until they are given up: {}", transactions, failure.toString());
            }
        });
    }

    @Override
    public void close() {
        admin.close();
    }
}
