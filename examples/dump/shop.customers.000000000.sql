/*!40014 SET FOREIGN_KEY_CHECKS=0*/;
/*!40101 SET NAMES binary*/;
INSERT INTO `customers` VALUES
(1,'Ada','GB'),
(2,'Grace','US'),
(3,'Edsger','NL'),
(4,'Barbara','US'),
(5,'Donald','US'),
(6,'Leslie','US'),
(7,'Frances','US'),
(8,'Tony','GB'),
(9,'Niklaus','CH'),
(10,'Margaret','US'),
(11,'Ken','US'),
(12,'Radia','US');
