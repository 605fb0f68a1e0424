/** Owns what is known of packages that add users or groups, and of packages that pull such packages in. */

import type { UsersFamily } from "../images/distributions.ts";

/** Whether the package cannot be installed when its groupadd or useradd fails. */
export type Fatal = "yes" | "likely" | "maybe" | "no" | "unknown";

/** `verified`: its scripts were read. `likely`: a closely related spec was. `probable`: from tables of ids. `guess`: neither. */
export type Certainty = "verified" | "likely" | "probable" | "guess";

/** What a package does about accounts. */
export interface AccountEffect {
  readonly fatal: Fatal;
  readonly certainty: Certainty;
  /** The first user that it adds; undefined where it adds only a group or the name is not known. */
  readonly user: string | undefined;
}

/** A package that comes along with another and cannot be installed when its groupadd fails. */
export interface PulledPackage {
  readonly package: string;
  readonly effect: AccountEffect;
  /** A dependency always comes along, a recommendation unless the recipe declines those. */
  readonly by: "depends" | "recommends";
}

type TableFamily = Exclude<UsersFamily, "rhel7">;
type Row = readonly [families: string, fatal: Fatal, certainty: Certainty, packages: string];

// `name=user`, `name=` where the user has the package's name, `name` where no user is known.
// Sources: EL 8 and 9 spec files (OpenELA), Fedora-derived spec files (azurelinux), Fedora's table of ids (setup uidgid),
// openSUSE's rpmlint tables, Debian 12 maintainer scripts, package index and runs on Apptainer; state of 2023 to 2026.
// biome-ignore format: one row a kind reads better
const TABLE: readonly Row[] = [
  ["rhel8 rhel9", "yes", "verified", "rpcbind=rpc unbound-libs=unbound"],
  ["rhel8", "no", "verified", "trousers=tss"],
  [
    "rhel8 rhel9",
    "no",
    "verified",
    `
    avahi-autoipd= avahi= dbus-daemon=dbus geoclue2=geoclue nfs-utils=rpcuser openssh openssh-server=sshd
    pcp-testsuite=pcpqa pcp= polkit=polkitd pulseaudio=pulse systemd-journal-remote= systemd=systemd-coredump
    tpm2-tss=tss
    `,
  ],
  [
    "rhel9",
    "no",
    "verified",
    `
    httpd-filesystem=apache systemd-oomd=systemd-oom systemd-resolved=systemd-resolve
    `,
  ],
  [
    "rhel8 rhel9",
    "yes",
    "likely",
    `
    cassandra= cyrus-sasl=saslauth libcgroup libstoragemgmt= nss-pam-ldapd=nslcd prometheus-node-exporter=prometheus
    puppet= telegraf= wireshark-cli
    `,
  ],
  ["rhel8 rhel9", "likely", "likely", "cockpit-ws= sssd-common=sssd sssd-ipa=sssd sssd-krb5-common=sssd"],
  [
    "rhel8 rhel9",
    "unknown",
    "likely",
    `
    389-ds-base=dirsrv atftp=tftp clamav-filesystem=clamupdate dovecot= frr= gdm= glusterfs=gluster knem
    kubernetes-node=kube libvirt-login-shell openvswitch= pgbouncer= qemu-kvm-common=qemu quagga= sanlock=
    `,
  ],
  ["fedora", "no", "likely", "moby-engine"],
  ["rhel10 fedora", "no", "likely", "clevis="],
  ["rhel8", "no", "likely", "httpd-filesystem=apache"],
  [
    "rhel8 rhel9",
    "no",
    "likely",
    `
    arpwatch= bind=named ceph-common=ceph cephadm= chrony= colord= corosync-qnetd=coroqnetd custodia= flatpak=
    freeradius=radiusd libutempter libvirt-daemon libvirt-daemon-driver-qemu=qemu libvirt-dbus=libvirtdbus lldpd=
    lockdev mariadb-server=mysql memcached= mock-filesystem munge= nginx-filesystem=nginx
    opencryptoki-libs=pkcsslotd opendnssec=ods pesign= pipewire= postfix= ppp radvd= rt-setup rtkit= samba-common
    samba-winbind sblim-sfcb screen softhsm=ods squid= systemtap-runtime systemtap-server=stap-server tang= tcpdump=
    tlog= usbmuxd= vhostmd=
    `,
  ],
  ["rhel9 fedora", "no", "likely", "valkey="],
  ["rhel10", "maybe", "probable", "valkey="],
  [
    "rhel10 fedora",
    "maybe",
    "probable",
    `
    abrt= avahi= bind=named ceph-common=ceph chrony= cockpit-ws=cockpit-* colord= cyrus-sasl=saslauth
    dbus-broker=dbus dbus-common=dbus dhcpcd= dnsmasq= dovecot= fapolicyd= filesystem flatpak= gdm= geoclue2=geoclue
    glusterfs=gluster haproxy= httpd-filesystem=apache libutempter libvirt-daemon-common lightdm=
    mariadb-server=mysql memcached= munge= mysql8.4-server=mysql nfs-utils=rpcuser nginx-filesystem=nginx openssh
    openssh-server=sshd pcp= pipewire= plocate polkit=polkitd postfix= postgresql-server=postgres qemu-common=qemu
    rabbitmq-server=rabbitmq radvd= rpcbind=rpc rtkit= screen sddm= setup=root squid= sssd-common=sssd stunnel=
    systemd-networkd=systemd-network systemd-oomd=systemd-oom systemd-resolved=systemd-resolve
    systemd-timesyncd=systemd-timesync systemd=systemd-journal systemtap-runtime tcpdump= tomcat= tpm2-tss=tss
    unbound-libs=unbound usbmuxd= wireshark-cli
    `,
  ],
  [
    "rhel8 rhel9",
    "unknown",
    "probable",
    `
    abrt= activemq= bacula-common=bacula condor= cyrus-imapd=cyrus dhcp-server=dhcpd elasticsearch= exim= haproxy=
    hsqldb= mailman= mgetty=fax mlocate mongodb= myproxy-server=myproxy mysql-server=mysql nut=
    openldap-servers=ldap openstack-cinder=cinder openstack-glance-common=glance openstack-heat-common=heat
    openstack-keystone-common=keystone openstack-nova-common=nova openstack-swift=swift oprofile=
    ovirt-guest-agent-common=ovirtagent pacemaker-libs=hacluster pki-base=pkiuser privoxy= pvm=
    retrace-server=retrace sane-backends-daemon=saned sendmail=mailnull tog-pegasus-libs=cimsrvr trafficserver=ats
    uucp= webalizer= wildfly=
    `,
  ],
  ["rhel8 rhel9 suse", "unknown", "probable", "nscd= ntp= postgresql-server=postgres tomcat="],
  [
    "rhel8 rhel9",
    "unknown",
    "guess",
    `
    NetworkManager-openconnect=nm-openconnect NetworkManager-openvpn=nm-openvpn brltty dnsmasq= fapolicyd=
    ganglia-gmond=ganglia gitlab-runner= gnome-initial-setup= gnome-remote-desktop= grafana= hadoop-hdfs=hdfs
    hadoop-mapreduce=mapred hadoop-yarn=yarn influxdb= insights-client=insights ipa-server-common=ipaapi jenkins=
    kafka= lightdm= mongodb-org-server=mongod nagios-common=nagios nrpe= openconnect-server=ocserv openvpn=
    rabbitmq-server=rabbitmq redis= rhc= rng-tools=rngd sddm= setroubleshoot-server=setroubleshoot
    shiny-server=shiny stunnel= tor=toranon x2goserver=x2gouser zabbix-agent=zabbix zookeeper=
    `,
  ],
  ["rhel8 rhel9 debian", "unknown", "guess", "docker-ce nvidia-persistenced= rstudio-server="],
  ["rhel8 rhel9 rhel10", "unknown", "guess", "slurm="],
  [
    "suse",
    "unknown",
    "probable",
    `
    at= avahi= bind=named ceph-base=ceph chrony= colord= conman= dbus-1=messagebus debuginfod= distcc-server=distcc
    dnsmasq= dovecot= gdm= geoclue2=srvGeoClue golang-github-prometheus-node_exporter=prometheus grafana= icecream=
    libstoragemgmt= libvirt-daemon lightdm= mariadb=mysql memcached= munge= nfs-client=statd nginx=
    openssh-server=sshd openvswitch= pcp= polkit=polkitd postfix= pulseaudio=pulse rabbitmq-server=rabbitmq redis=
    rpcbind=rpc rtkit= salt= sane-backends=lp sddm= slurm-config=slurm squid= sssd= system-group-hardware
    system-group-kvm system-group-libvirt system-group-wheel system-user-bin=bin system-user-daemon=daemon
    system-user-ftp=ftp system-user-games=games system-user-lp=lp system-user-mail=mail system-user-man=man
    system-user-news=news system-user-nobody=nobody system-user-qemu=qemu system-user-root=root system-user-tss=tss
    system-user-upsd=upsd system-user-uucp=uucp system-user-wwwrun=wwwrun systemd=systemd-network sysuser-shadow
    texlive-kpathsea=mktex tftp= unbound-anchor=unbound usbmuxd= uuidd= varnish= warewulf4 wireshark
    xrootd-server=xrootd
    `,
  ],
  [
    "debian",
    "yes",
    "verified",
    `
    avahi-daemon=avahi colord= cron-daemon-common cvs dbus-system-bus-common=messagebus dbus=messagebus
    exim4-config=Debian-exim geoclue-2.0=geoclue libibverbs1 lightdm= mariadb-server=mysql munge= network-manager
    nfs-common=statd openssh-client openssh-server=sshd pipewire plocate polkitd= postfix= postgresql-common=postgres
    pulseaudio=pulse redis-tools=redis rpcbind=_rpc rtkit= sane-utils=saned slurm-wlm-basic-plugins=slurm ssl-cert
    sssd-common=sssd systemd=systemd-network tcpdump= tpm-udev=tss udev usbmuxd=usbmux uuid-runtime=uuidd
    `,
  ],
  ["debian", "maybe", "verified", "slurmd=slurm"],
  ["debian", "no", "verified", "apt=_apt dcmtk dirmngr fuse fuse3 wpasupplicant"],
  [
    "debian",
    "likely",
    "likely",
    `
    aide-common amavisd-new beanstalkd= biglybtd bind9=bind ceph-common=ceph certspotter chrony=_chrony
    clamav-base=clamav cloudflare-ddns cups-daemon docker.io exim4-base=Debian-exim flatpak fort-validator fwupd
    gamemode-daemon ganglia-monitor=ganglia gdm3=Debian-gdm gnome-initial-setup influxdb= knxd
    libvirt-daemon-system=libvirt-qemu mandos mandos-client memcached=memcache nagios-nrpe-server=nagios nslcd=
    ntpsec= openbgpd opendkim= openqa openqa-worker pcp pcp-testsuite proftpd-core=proftpd
    prometheus-node-exporter=prometheus prometheus= rabbitmq-server=rabbitmq rbldnsd sddm= speech-dispatcher=
    stayrtr stunnel4= systemd-coredump systemd-cron systemd-journal-remote systemd-oomd systemd-resolved
    systemd-timesyncd tftpd-hpa=tftp tomcat10 tor=debian-tor unbound= vsftpd=ftp xpra zabbix-agent=zabbix
    `,
  ],
  [
    "debian",
    "likely",
    "probable",
    `
    0install-core 389-ds-base activemq air-quality-sensor amanda-common anytun aodh-api aodh-common aodh-doc
    apacheds apertium-apy approx apt-cacher-ng apt-mirror aptly-api ara-server arctica-greeter-guest-session
    armagetronad-dedicated arpalert arpwatch autoradio avahi-autoipd backuppc bacula-common balboa barbican-api
    barbican-common barman bibledit-cloud biboumi binkd bip bird bird-bgp bird2 bitlbee-common blends-common
    boinc-client bosixnet-webui boxbackup-server bucardo buildd burrow c-icap cado caml-crush-server canna
    carbon-c-relay ceilometer-common cephadm cereal ciderwebmail cinder-api cinder-backup cinder-common
    cinder-volume citadel-client clamav-daemon clamav-milter clamsmtp clevis-udisks2 click clickhouse-server
    cloudkitty-api cloudkitty-common cloudkitty-processor cluster-glue cntlm cockpit-ws conserver-server console-log
    corosync-qnetd coturn courier-authlib courier-base cubemap cups-client curvedns custodia cvsd cyrus-common
    davfs2 davmail-server dbeacon debarchiver debci debian-edu-config debian-edu-fai debian-security-support
    debug-me-server deluged designate-api designate-common desktop-autoloader dhcpcd-base dhcpy6d dhtnode dicod
    dictd didiwiki direwolf distcc dkimpy-milter dnsdist dnsproxy docker-registry dovecot-core dqcache
    dump1090-mutability e2guardian efingerd ejabberd emacspeak emacspeak-ss email-reminder epoptes erlang-base
    errbot etcd-discovery etcd-server exabgp fapolicyd fdm festival fetchmail filetea firebird3.0-server freedombox
    freeradius-common freeradius-config freewnn-cserver freewnn-jserver freewnn-kserver freezer-api
    freezer-scheduler frr fwanalog gammu-smsd ganeti ganeti-3.0 gap-scscp gavodachs2-server gdnsd gearman-job-server
    gerbera gfmd gfsd git-daemon-run git-daemon-sysvinit gitolite3 gkrellmd glance-api glance-common glances
    glewlwyd glusterfs-common gmetad gnarwl gnocchi-api gnocchi-common gnokii-cli gnumed-client-de
    gnupg-pkcs11-scd-proxy goiardi gophernicus gpsd graphite-carbon graphite-web greetd greylistd gridengine-common
    groonga-server-common groonga-server-gqtp gross gsm-utils gup h2o haproxy hddemux heartbeat heat-api
    heat-api-cfn heat-common heat-engine hippotat-common hitch homer-api hplip hylafax-server i2c-tools i2pd
    icecast2 icecc icinga2-common icingacli icingadb icingaweb2-common ident2 ifetch-tools ifmail ifupdown
    ifupdown-ng ikiwiki-hosting-web inadyn incron inetsim iodine iperf3 ippl irker ironic-api ironic-common
    ironic-inspector jabber-muc jabberd2 jetty9 junior-config kamailio kannel kea-common keystone kgb-bot knot
    knot-resolver krb5-strength lacme ladvd lava-server lbcd ledgersmb libcomedi0 libvirt-dbus libzeroc-ice3.7
    liquidsoap lldpd logcheck loggerhead lxd lyskom-server magnum-api magnum-common magnum-conductor mailfromd
    manila-api manila-common masakari-api masakari-common masakari-engine masakari-monitors-common med-config
    memlockd mimedefang minetest-server minicoredumper minidlna miredo miredo-server mistral-api mistral-common
    mistral-engine mistral-event-engine mistral-executor mobile-tweaks-common molly-brown mon mongrel2-run
    moonshot-trust-router moosefs-common mopidy morty mosquitto motion mpd mpd-sima mpdscribble msmtp msmtp-mta
    mtail mtpolicyd mumble-server mumudvb munin-async munin-common murano-agent murano-api murano-cfapi
    murano-common murano-engine myproxy-server nagios4-cgi nagios4-common nagzilla nats-server nbd-server
    needrestart-session netconfd network-manager-iodine network-manager-openconnect network-manager-openvpn
    neutron-api neutron-common neutron-dhcp-agent neutron-l3-agent neutron-metadata-agent neutron-metering-agent
    neutron-rpc-server neutron-vpnaas-vyatta-agent nextcloud-spreed-signaling nncp notus-scanner nova-api
    nova-common nova-compute nova-compute-ironic nova-compute-kvm nova-compute-lxc nova-compute-qemu novnc nrpe-ng
    nsca-ng-server nsd ntpsec-ntpviz nut-cgi nut-client nut-server nutcracker oar-common obs-server obs-worker
    ocserv octavia-agent octavia-api octavia-common octavia-health-manager octorpki oidentd ola omnidb-server onak
    onionbalance onionprobe openarena-server opencryptoki opendmarc opendnssec-common openiked openntpd opensmtpd
    opensmtpd-filter-dkimsign openstack-cluster-installer openstack-dashboard orthanc owfs-common pacemaker-common
    pan-config partimage-server pdns-ixfrdist pdns-recursor pdns-server pglistener pinto piuparts-master
    piuparts-master-from-git-deps piuparts-slave piuparts-slave-from-git-deps placement-api placement-common
    planetfilter pokerth-server policyd-rate-limit policyd-weight pollen pollinate poolcounter popa3d postfix-gld
    postfix-mta-sts-resolver postfix-policyd-spf-perl postfix-policyd-spf-python postfwd postgrey postsrsd
    powa-collector powerman prads prelude-correlator prelude-manager privoxy prometheus-alertmanager
    prometheus-apache-exporter prometheus-bind-exporter prometheus-blackbox-exporter
    prometheus-elasticsearch-exporter prometheus-haproxy-exporter prometheus-ipmi-exporter
    prometheus-mysqld-exporter prometheus-nginx-exporter prometheus-postfix-exporter prometheus-postgres-exporter
    prometheus-process-exporter prometheus-pushgateway prometheus-redis-exporter prometheus-smokeping-prober
    prometheus-snmp-exporter prosody puppet-agent puppetdb pushpin pygopherd pynslcd pyspf-milter python3-swift
    qemu-web-desktop qpsmtpd quassel-core radicale radsecproxy radvd rally rancid rdnssd redsocks remote-tty
    remotetrx renderd resolvconf-admin rkdeveloptool rpki-client rspamd rtpengine-daemon rwhod sagan sahara-api
    sahara-common sahara-engine sanlock sbuild sbws scanlogd schleuder science-config sendmail-base senlin-api
    senlin-common senlin-conductor senlin-engine senlin-health-manager serf shairport-sync shellinabox
    shibboleth-sp-utils shiny-server sia sidedoor sks slapd smokeping sms4you smstools snapclient snapd snapserver
    snmpd snmptt sogo solaar solid-pop3d spamass-milter spamassassin spampd sphinxsearch sqlgrey squid-openssl sslh
    sstp-client stenographer-common stompserver strongswan-starter sunxi-tools svxlink-server svxreflector
    swtpm-tools sympa syncache syncthing-discosrv syncthing-relaysrv systemtap-runtime systraq tang-common
    tang-xinetd tango-common tarantool-common taskd telnetd-ssl tenshi timidity-daemon tinyproxy tircd tirex tlog
    torrus-common tpb trafficserver transmission-daemon trove-api trove-common trove-conductor trove-guestagent
    trove-taskmanager tryton-server tuptime tvoe twms uanytun ufoai-server ulogd2 uml-utilities usbauth-notifier
    usbrelayd user-setup usermetricsservice userv-dyndns userv-git-daemon varnish vde2 vdr vdradmin-am veyon-service
    victoria-metrics vitrage-api vitrage-collector vitrage-common vitrage-graph vitrage-ml vitrage-notifier
    vitrage-persistor vitrage-snmp-parsing vlock vnstat voms-server vrfydmn w1retap watcher-api watcher-common
    webdis weston wims-lti x2gobroker-agent x2gobroker-authservice x2gobroker-daemon x2gobroker-loadchecker
    x2gobroker-ssh x2gobroker-wsgi x2goserver-common x2goserver-printing x2gothinclient-common xrdp xrootd-server
    xymon-client yadifa yaws yggdrasil yrmcds yubiserver zabbix-agent2 zabbix-java-gateway zabbix-proxy-mysql
    zabbix-proxy-pgsql zabbix-proxy-sqlite3 zabbix-server-mysql zabbix-server-pgsql zabbix-web-service zaqar-common
    zaqar-server zemberek-server ziproxy znc zookeeper zoph zurl zvmcloudconnector-common
    `,
  ],
  [
    "debian",
    "unknown",
    "guess",
    `
    landscape-common=landscape mysql-server=mysql redis-server=redis whoopsie= wireshark-common
    `,
  ],
];

// What each comes with: `needed package: packages that pull it`. Spec files of EL 8 and 9; chains end to end.
// biome-ignore format: a list
const RPM_PULLS: readonly (readonly [pulled: string, by: "depends" | "recommends", pullers: string])[] = [
  ["unbound-libs", "depends", "gnutls-dane gnutls-devel gnutls-utils cups-devel unbound unbound-devel python3-unbound libreswan"],
  ["rpcbind", "depends", "nfs-utils quota-rpc ypbind glusterfs-server"],
  ["cyrus-sasl", "depends", "cyrus-sasl-devel openldap-devel apr-util-devel httpd-devel libmemcached-devel librdkafka-devel"],
  ["wireshark-cli", "depends", "wireshark"],
  ["libcgroup", "depends", "libcgroup-tools"],
  ["libstoragemgmt", "depends", "udisks2-lsm"],
  ["sssd-common", "depends", "sssd sssd-ad sssd-ldap sssd-krb5 sssd-proxy ipa-client"],
  ["cockpit-ws", "depends", "cockpit"],
];

// Dependencies of Debian 12 from a minimal system on, by its package index; packages that recipes name.
// biome-ignore format: a list
const DEB_PULLS: readonly (readonly [pulled: string, by: "depends" | "recommends", pullers: string])[] = [
  ["openssh-client", "depends", `
    abyss ansible autossh datalad fenics git-annex hpcc libboost-all-dev libflann-dev libopenmpi-dev
    libptscotch-dev libscotch-dev mosh mpi-default-bin mpi-default-dev octave openmpi-bin openssh-sftp-server
    paraview phyml python3-mpi4py snapd ssh sshfs
  `],
  ["dbus", "depends", `
    at-spi2-core chromium dbus-user-session emacs eog evince firefox-esr gconf2 gdebi gedit gnome gnome-terminal
    gnuplot gnuplot-qt gtkwave gvfs inkscape libcanberra-gtk3-module libgcr-3-dev libgtk-3-0 libgtk-3-dev
    libpam-systemd libsoup2.4-1 libwebkit2gtk-4.0-37 libwxgtk-media3.2-dev libwxgtk-webview3.2-dev libwxgtk3.2-dev
    lxde mate-desktop-environment-core nautilus packagekit pavucontrol policykit-1 python3-wxgtk4.0
    software-properties-common task-gnome-desktop tilix vim-gtk3 vinagre xfce4 xfce4-goodies xfce4-terminal
  `],
  ["libibverbs1", "depends", `
    fio ibverbs-providers ibverbs-utils libfabric-dev libibverbs-dev libopencv-dev librdmacm-dev librdmacm1
    libucx0 mpich perftest python3-opencv sfftw-dev
  `],
  ["systemd", "depends", "systemd-sysv"],
  ["udev", "depends", `
    rdma-core tigervnc-xorg-extension xorg xserver-xorg xserver-xorg-core xserver-xorg-video-dummy
  `],
  ["ssl-cert", "depends", "cups postgresql xrdp"],
  ["exim4-config", "depends", "bsd-mailx default-mta"],
  ["cron-daemon-common", "depends", "cron logrotate rabbitmq-server squid"],
  ["munge", "depends", "slurm-client slurm-wlm slurmd"],
  ["redis-tools", "depends", "redis-server"],
  ["cvs", "depends", "git-all tkcvs"],
  ["slurm-wlm-basic-plugins", "depends", "libpmi0 libpmi0-dev"],
  ["openssh-client", "recommends", `
    devscripts docker.io git git-lfs lftp mercurial npm python3-fsspec python3-rosinstall python3-skimage
    python3-vcstools python3-wstool snakemake tig
  `],
  ["dbus", "recommends", `
    biber dbus-x11 default-jdk default-jre default-jre-headless dicom3tools eigensoft ffmpeg gconf-service ggobi
    ghostscript gimp gnuplot-nox graphviz-dev gv imagemagick libalut-dev libatk-adaptor libatk-bridge2.0-0
    libatspi2.0-0 libavahi-client3 libavdevice-dev libcanberra-gtk-module libcgal-qt5-dev libcups2 libcups2-dev
    libdbus-1-3 libdbus-glib-1-2 libgail-common libgconf-2-4 libgtk2.0-0 libgtk2.0-dev libgtkglext1
    libgtkglext1-dev libgtkmm-2.4-dev libmagick++-dev libmagickwand-dev libopenal-dev libpcap-dev libpulse-dev
    libpulse-mainloop-glib0 libpulse0 libqt5dbus5 libqt5designer5 libqt5designercomponents5 libqt5feedback5
    libqt5gui5 libqt5help5 libqt5multimedia5 libqt5network5 libqt5opengl5 libqt5opengl5-dev libqt5positioning5
    libqt5printsupport5 libqt5qml5 libqt5quick5 libqt5quickwidgets5 libqt5scripttools5 libqt5svg5 libqt5webkit5
    libqt5widgets5 libqt5xmlpatterns5 libqt5xmlpatterns5-dev libsdl1.2-dev libsdl2-dev libsdl2-image-dev
    libsdl2-ttf-dev libsox-dev maven netpbm openjdk-17-jdk openscad packagekit-gtk3-module parallel pdftk ps2eps
    pulseaudio-utils python3-pyqt5 qtbase5-dev qtcreator qtdeclarative5-dev qttools5-dev-tools r-base r-base-core
    r-base-dev r-cran-littler r-recommended rpm sssd sysstat tcpdump texlive texlive-extra-utils
    texlive-font-utils texlive-fonts-extra texlive-fonts-recommended texlive-full texlive-latex-base
    texlive-latex-extra texlive-latex-recommended texlive-publishers texlive-science texlive-xetex tshark vlc
    wireshark x11vnc xdg-utils xinit
  `],
  ["ssl-cert", "recommends", "apache2"],
  ["exim4-config", "recommends", "mailutils super"],
];

const effects = new Map<TableFamily, Map<string, AccountEffect>>();

function effectsOf(family: TableFamily): Map<string, AccountEffect> {
  let table = effects.get(family);
  if (table === undefined) {
    table = new Map();
    for (const [families, fatal, certainty, packages] of TABLE) {
      if (!families.split(" ").includes(family)) continue;
      for (const entry of packages.trim().split(/\s+/)) {
        const [name = "", user] = entry.split("=");
        table.set(name, { fatal, certainty, user: user === "" ? name : user });
      }
    }
    effects.set(family, table);
  }
  return table;
}

type Pulled = { readonly package: string; readonly by: "depends" | "recommends" };
const pulls = new Map<typeof RPM_PULLS, Map<string, Pulled>>();

function pullsOf(rows: typeof RPM_PULLS): Map<string, Pulled> {
  let table = pulls.get(rows);
  if (table === undefined) {
    table = new Map();
    for (const [pulled, by, pullers] of rows) {
      // what a package depends on comes before what it recommends: the first row wins
      for (const puller of pullers.trim().split(/\s+/)) {
        if (!table.has(puller)) table.set(puller, { package: pulled, by });
      }
    }
    pulls.set(rows, table);
  }
  return table;
}

/**
 * What a package does about accounts, undefined for one that is not in the table.
 *
 * Release 7 of the EL family answers from release 8's specs, whose scriptlets are the older ones' nearly word for word,
 * but as `likely` at the most. Older releases have no answer.
 */
export function accountEffect(family: UsersFamily, packageName: string): AccountEffect | undefined {
  const effect = effectsOf(family === "rhel7" ? "rhel8" : family).get(packageName);
  if (effect === undefined || family !== "rhel7") return effect;
  return {
    fatal: effect.fatal === "yes" ? "likely" : effect.fatal,
    certainty: effect.certainty === "verified" ? "likely" : effect.certainty,
    user: effect.user,
  };
}

/** The package that comes along with this one and cannot be installed when its groupadd fails, if one is known. */
export function pulledBy(family: UsersFamily, packageName: string): PulledPackage | undefined {
  if (family === "suse") return undefined;
  const pulled = pullsOf(family === "debian" ? DEB_PULLS : RPM_PULLS).get(packageName);
  if (pulled === undefined) return undefined;
  const effect = accountEffect(family, pulled.package);
  if (effect === undefined || effect.fatal === "no" || effect.fatal === "unknown") return undefined;
  return { package: pulled.package, effect, by: pulled.by };
}

const RPM_ARCH = /\.(?:noarch|x86_64|x86_64_v[234]|i[3-6]86|aarch64|armv7hl|ppc64le|s390x|riscv64|src)$/;

/**
 * The name in a word of an install command: without path, version, release and architecture.
 *
 * rpm: `unbound-libs-1.16.2-5.el8.x86_64`, `unbound-libs.x86_64`, `https://.../unbound-libs-1.0-1.noarch.rpm`,
 * `bash>=5`. deb: `git=1:2.39`, `git/bookworm`, `git:arm64`, `git+`, `./git_2.39_amd64.deb`. A word that could be read
 * both as a name and as a name with a version (`cuda-toolkit-12-4`, `dotnet-sdk-8.0`) is taken as a name.
 */
export function packageNameOf(word: string, kind: "rpm" | "deb"): string {
  return kind === "rpm" ? rpmName(word) : debName(word);
}

function rpmName(word: string): string {
  const file = /([^/]*)\.rpm(?:[?#].*)?$/.exec(word)?.[1];
  if (file !== undefined) {
    const whole = file.replace(RPM_ARCH, "");
    return /^(.+)-[^-]+-[^-]+$/.exec(whole)?.[1] ?? whole;
  }
  if (word.startsWith("/") || word.startsWith("@")) return word;
  const plain = word.replace(/^package:/, "").replace(/\s*[<>=].*$/, "");
  // NEVRA: an epoch, a point in the version or a distribution's mark in the release tells a version from a name
  const nevra = /^(.+)-((?:\d+:)?\d[\w.~^+]*)-([\w.~^+]+)$/;
  const bare = plain.replace(RPM_ARCH, "");
  const full = nevra.exec(bare);
  if (full) {
    const [, name = "", version = "", release = ""] = full;
    if (/[.:~]/.test(version) || /\.(?:el|fc|amzn|cm|azl|module|suse|oe)\w*/.test(release)) {
      if (/^\d/.test(release)) return name;
    }
  }
  return /^(.+?)-(?:\d+:\d[\w.~^+]*|\d+(?:\.\w+){2,}|\d[\w.]*\*)$/.exec(bare)?.[1] ?? bare;
}

function debName(word: string): string {
  const file = /([^/]*)\.deb(?:[?#].*)?$/.exec(word)?.[1];
  if (file !== undefined) return file.replace(/_.*$/, "");
  if (word.startsWith("/") || word.startsWith(".")) return word;
  const plain = word.replace(/[=/:].*$/, "");
  return /^[a-z0-9].*[^+][+-]$/.test(plain) ? plain.slice(0, -1) : plain;
}
